#include "source/sample.h"

#include <gmock/gmock.h>

namespace decant::source {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Emits pages that are given, resource by resource, and counts those that went out.
class ScriptedSource final : public Source {
 public:
  struct Step {
    std::string resource;
    std::string body;
    std::vector<RecordSpan> records;
  };
  explicit ScriptedSource(std::vector<Step> steps) : steps_(std::move(steps)) {
    for (const auto* name : {"parents", "items"}) {
      schema::ResourceHints hints;
      hints.name = name;
      resources_.push_back(hints);
    }
  }
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] const std::vector<schema::ResourceHints>& resources() const override { return resources_; }
  [[nodiscard]] std::string fingerprint() const override { return {}; }
  Result<void> extract(std::string_view resource, PageSink& sink, const CancelToken&) override {
    if (resource != "parents") return {};
    sink.note("", "said on the way");
    DECANT_TRY(const ResourceState* state, sink.resource_state(resource));
    run_start = state->run_start;
    for (const auto& step : steps_) {
      const PageAddress address{step.resource, "", emitted++};
      DECANT_TRY(sink.body(address, {step.body, json::Value::object()}));
      Page page;
      page.address = address;
      page.records = step.records;
      DECANT_TRY(sink.page(std::move(page)));
    }
    return fails ? Result<void>(fail(ErrorKind::network, "no answer")) : Result<void>();
  }

  std::uint64_t emitted = 0;
  Micros run_start = 0;
  bool fails = false;

 private:
  std::vector<Step> steps_;
  std::string name_ = "scripted";
  std::vector<schema::ResourceHints> resources_;
};

TEST(Sample, EndsWithTheFirstPageOfTheResource) {
  ScriptedSource source({{"parents", "{}", {{0, 0, 2}}},
                         {"items", R"([{"b":1,"a":{"c":2}},{"d":3}])", {{0, 1, 20}, {1, 21, 28}}},
                         {"items", "[]", {}}});
  const CancelToken cancel;
  const auto sample = take_sample(source, "items", cancel);
  ASSERT_TRUE(sample) << to_string(sample.error());
  EXPECT_TRUE(sample->was_asked);
  EXPECT_EQ(sample->records, 2U);
  EXPECT_THAT(sample->fields, ElementsAre("b", "a"));
  EXPECT_THAT(sample->notes, ElementsAre("said on the way"));
  EXPECT_EQ(source.emitted, 2U);
  EXPECT_GT(source.run_start, 0);  // what asks for a time up to now needs one
}

TEST(Sample, GivesUpWhereOnlyPagesOfTheParentCome) {
  ScriptedSource source(std::vector<ScriptedSource::Step>(10, {"parents", "[]", {}}));
  const CancelToken cancel;
  const auto sample = take_sample(source, "items", cancel);
  ASSERT_TRUE(sample);
  EXPECT_FALSE(sample->was_asked);
  EXPECT_EQ(source.emitted, 3U);
}

TEST(Sample, AnEmptyPageAndOneThatIsNoObjectHaveNoFields) {
  using Steps = std::vector<ScriptedSource::Step>;
  ScriptedSource empty(Steps{{"items", "[]", {}}});
  ScriptedSource number(Steps{{"items", "[5]", {{0, 1, 2}}}});
  const CancelToken cancel;
  EXPECT_TRUE(take_sample(empty, "items", cancel)->was_asked);
  EXPECT_EQ(take_sample(number, "items", cancel)->records, 1U);
  EXPECT_THAT(take_sample(number, "items", cancel)->fields, IsEmpty());
}

TEST(Sample, AFailureIsTheSources) {
  ScriptedSource source(std::vector<ScriptedSource::Step>{{"parents", "{}", {{0, 0, 2}}}});
  source.fails = true;
  const CancelToken cancel;
  const auto sample = take_sample(source, "items", cancel);
  ASSERT_FALSE(sample);
  EXPECT_EQ(sample.error().message, "no answer");
}

}  // namespace
}  // namespace decant::source
