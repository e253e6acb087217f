#include "source/incremental/incremental_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/document.h"
#include "json/write.h"

namespace decant::source {

namespace {

using ::testing::HasSubstr;

Result<std::optional<IncrementalSpec>> read(const std::string& json, std::optional<DedupKey> resource_key = {},
                                            const config::Environment& environment = {}) {
  DECANT_TRY(const auto node, config::parse_document(json, config::Format::json, "shop.json"));
  DECANT_TRY(auto reader, config::Reader::open(node, "endpoint"));
  return read_incremental(reader, std::move(resource_key), environment);
}

std::string refused(const std::string& json) {
  const auto spec = read(json);
  if (spec) return "accepted";
  EXPECT_EQ(spec.error().kind, ErrorKind::config);
  EXPECT_THAT(spec.error().message, HasSubstr("shop.json:1: "));
  return spec.error().message + " " + spec.error().hint;
}

TEST(IncrementalReader, ReadsEveryKey) {
  const auto spec =
      read(R"({"incremental":{"cursor_path":"u","initial_value":10,"end_value":20.5,"last_value_func":"min",
    "primary_key":["a","b"],"row_order":"desc","on_cursor_value_missing":"exclude","lag":2,"range_start":"open",
    "range_end":"closed","allow_external_schedulers":false,"start_param":"since","end_param":"until"}})");
  ASSERT_TRUE(spec && *spec);
  const IncrementalSpec& read = **spec;
  EXPECT_EQ(read.field, "u");
  EXPECT_EQ(json::write(read.initial_value.to_json()), "10");
  EXPECT_EQ(json::write(read.end_value.to_json()), "20.5");
  EXPECT_EQ(read.last_value_func, LastValueFunc::min);
  EXPECT_EQ(read.key->columns, (std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(read.key->is_one_text);
  EXPECT_EQ(read.row_order, RowOrder::desc);
  EXPECT_EQ(read.on_missing, OnCursorMissing::exclude);
  EXPECT_EQ(json::write(read.lag), "2");
  EXPECT_EQ(read.range_start, RangeEdge::open);
  EXPECT_EQ(read.range_end, RangeEdge::closed);
  EXPECT_EQ(read.start_param, "since");
  EXPECT_EQ(read.end_param, "until");
  EXPECT_EQ(json::write(*read.options.find("lag")), "2");
}

TEST(IncrementalReader, DefaultsAndTheResourcesKey) {
  const auto spec = read(R"({"incremental":{"cursor_path":"$.u"}})", DedupKey{.columns = {"id"}, .is_one_text = true});
  ASSERT_TRUE(spec && *spec);
  EXPECT_FALSE((*spec)->field);
  EXPECT_TRUE((*spec)->path);
  EXPECT_TRUE((*spec)->initial_value.is_null());
  EXPECT_EQ((*spec)->key->columns, std::vector<std::string>{"id"});
  EXPECT_TRUE((*spec)->key->is_one_text);
  EXPECT_EQ(json::write(*(*spec)->options.find("range_end")), "\"open\"");
  const auto without = read(R"({"incremental":{"cursor_path":"u","primary_key":[]}})", DedupKey{.columns = {"id"}});
  ASSERT_TRUE(without && *without);
  EXPECT_TRUE((*without)->key->columns.empty());
}

TEST(IncrementalReader, QuotedNamesArePlain) {
  const auto spec = read(R"({"incremental":{"cursor_path":"'a.b'"}})");
  ASSERT_TRUE(spec && *spec);
  EXPECT_EQ((*spec)->field, "a.b");
  EXPECT_EQ((*spec)->cursor_path, "'a.b'");
}

TEST(IncrementalReader, WithoutCursorPathItIsInactive) {
  EXPECT_FALSE(read(R"({"incremental":{"initial_value":1}})")->has_value());
  EXPECT_FALSE(read(R"({"params":{"a":1}})")->has_value());
  EXPECT_FALSE(read("{}")->has_value());
}

TEST(IncrementalReader, TheParamFormGivesTheSame) {
  const auto spec = read(
      R"({"incremental":{"cursor_path":"v"},"params":{"x":1,"since":{"type":"incremental","cursor_path":"u","initial_value":-5,"end_value":0}}})");
  ASSERT_TRUE(spec && *spec) << to_string(spec.error());
  EXPECT_EQ((*spec)->cursor_path, "u");
  EXPECT_EQ((*spec)->start_param, "since");
  EXPECT_EQ(json::write((*spec)->end_value.to_json()), "0");
  EXPECT_THAT(refused(R"({"params":{"a":{"type":"incremental","cursor_path":"u","end_value":5}}})"),
              HasSubstr("end_value"));
  EXPECT_THAT(refused(R"({"params":{"a":{"type":"incremental","cursor_path":"u","end_param":"b"}}})"),
              HasSubstr("end_param"));
  const std::string two = refused(
      R"({"params":{"a":{"type":"incremental","cursor_path":"u"},"b":{"type":"incremental","cursor_path":"v"}}})");
  EXPECT_THAT(two, HasSubstr("`a`"));
  EXPECT_THAT(two, HasSubstr("`b`"));
}

TEST(IncrementalReader, RefusesCallablesAndWrongValues) {
  EXPECT_THAT(refused(R"({"incremental":{"cursor_path":"u","convert":"epoch_to_iso"}})"), HasSubstr("Python callable"));
  EXPECT_THAT(refused(R"({"incremental":{"cursor_path":"u","last_value_func":"newest"}})"),
              HasSubstr("Python callable"));
  EXPECT_THAT(refused(R"({"incremental":{"cursor_path":"u","on_cursor_value_missing":"raze"}})"), HasSubstr("raise"));
  EXPECT_THAT(refused(R"({"incremental":{"cursor_path":"a["}})"), HasSubstr("cursor_path"));
  EXPECT_THAT(refused(R"({"incremental":{"cursor_path":"u","cursor":"x"}})"), HasSubstr("cursor_path"));
  EXPECT_THAT(refused(R"({"incremental":{"cursor_path":"u","initial_value":[1]}})"), HasSubstr("initial_value"));
  EXPECT_THAT(refused(R"({"incremental":{"cursor_path":"u","lag":"long"}})"), HasSubstr("lag"));
}

TEST(IncrementalReader, TheEnvironmentGivesTheInterval) {
  config::Environment environment;
  environment.variables = {{"DLT_INTERVAL_START", "2024-01-01T00:00:00Z"},
                           {"DLT_INTERVAL_END", "2024-01-02T00:00:00Z"}};
  auto spec = read(R"({"incremental":{"cursor_path":"u","allow_external_schedulers":true}})", {}, environment);
  ASSERT_TRUE(spec && *spec);
  ASSERT_TRUE((*spec)->interval);
  EXPECT_EQ((*spec)->interval->start, 1704067200 * kMicrosPerSecond);
  spec = read(R"({"incremental":{"cursor_path":"u"}})", {}, environment);
  EXPECT_FALSE((*spec)->joins_scheduler);
  environment.variables["DLT_ALLOW_EXTERNAL_SCHEDULERS"] = "true";
  spec = read(R"({"incremental":{"cursor_path":"u"}})", {}, environment);
  EXPECT_TRUE((*spec)->joins_scheduler);
  spec = read(R"({"incremental":{"cursor_path":"u","allow_external_schedulers":false}})", {}, environment);
  EXPECT_FALSE((*spec)->joins_scheduler);
  environment.variables["DLT_INTERVAL_END"] = "tomorrow";
  EXPECT_FALSE(read(R"({"incremental":{"cursor_path":"u"}})", {}, environment));
}

}  // namespace

}  // namespace decant::source
