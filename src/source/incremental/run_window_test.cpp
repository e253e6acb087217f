#include "source/incremental/run_window.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/document.h"
#include "json/write.h"
#include "source/incremental/incremental_reader.h"

namespace decant::source {
namespace {

using ::testing::HasSubstr;

constexpr Micros kFirstRun = 1'721'037'600 * kMicrosPerSecond;  // 2024-07-15T10:00:00Z

Result<IncrementalSpec> read_window(const std::string& keys) {
  DECANT_TRY(const auto node,
             config::parse_document("incremental: {cursor: run_start" + keys + "}", config::Format::yaml, "shop.yaml"));
  DECANT_TRY(auto reader, config::Reader::open(node, "endpoint"));
  DECANT_TRY(auto spec, read_incremental(reader, {}, {}));
  return std::move(*spec);
}

std::string refused_window(const std::string& keys) {
  const auto spec = read_window(keys);
  if (spec) return "accepted";
  EXPECT_EQ(spec.error().kind, ErrorKind::config);
  return spec.error().message + " " + spec.error().hint;
}

std::string shown(const json::Value& value) { return json::write(value); }

/// The state after a run that began so many days after kFirstRun.
state::ResourceState after(const RunWindowSpec& spec, const state::ResourceState& before, int days) {
  state::ResourceState state = before;
  state.run_start = kFirstRun + days * kMicrosPerDay;
  const auto window = RunWindow::bind(spec, state);
  EXPECT_TRUE(window);
  state::Page page;
  window->end_page(page);
  state::lay_over(state.before, page.change.state);
  return state;
}

TEST(RunWindow, GoesFromTheLastRunsStartToThisOnes) {
  const auto spec = read_window(", start_param: since, end_param: until, lag: 3600");
  ASSERT_TRUE(spec);
  EXPECT_EQ(spec->start_param, "since");
  EXPECT_EQ(spec->end_param, "until");
  state::ResourceState state;
  state.run_start = kFirstRun;
  const auto first = RunWindow::bind(*spec->run_window, state);
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->start_value().is_null());
  EXPECT_EQ(shown(first->end_value()), R"("2024-07-15T10:00:00+00:00")");

  state = after(*spec->run_window, state, 0);
  EXPECT_EQ(shown(state.before), R"({"incremental":{"run_start":{"initial_value":null,"last_value":")"
                                 "\xEF\x80\xA7"
                                 R"(2024-07-15T10:00:00+00:00","unique_hashes":[],"start_value":null}}})");
  state.run_start = kFirstRun + kMicrosPerDay;
  const auto second = RunWindow::bind(*spec->run_window, state);
  ASSERT_TRUE(second);
  EXPECT_EQ(shown(second->start_value()), R"("2024-07-15T09:00:00+00:00")");
  EXPECT_EQ(shown(second->end_value()), R"("2024-07-16T10:00:00+00:00")");
  EXPECT_EQ(shown(*second->attribute("last_value")), R"("2024-07-15T10:00:00+00:00")");
  EXPECT_EQ(second->attribute("lag"), std::nullopt);
}

TEST(RunWindow, NeverStartsBeforeTheInitialValue) {
  const auto spec = read_window(
      ", initial_value: 2024-07-10, lag: 2592000, timezone: Europe/Stockholm, time_format: '%Y-%m-%d %H:%M'");
  ASSERT_TRUE(spec);
  state::ResourceState state;
  state.run_start = kFirstRun;
  EXPECT_EQ(shown(RunWindow::bind(*spec->run_window, state)->start_value()), R"("2024-07-10 00:00")");
  state = after(*spec->run_window, state, 10);
  EXPECT_EQ(shown(RunWindow::bind(*spec->run_window, state)->start_value()), R"("2024-07-10 00:00")");
  state = after(*spec->run_window, state, 30);
  EXPECT_EQ(shown(RunWindow::bind(*spec->run_window, state)->start_value()), R"("2024-07-15 12:00")");
}

TEST(RunWindow, AClockThatWasPutBackIsBelieved) {
  const auto spec = read_window("");
  ASSERT_TRUE(spec);
  const auto state = after(*spec->run_window, after(*spec->run_window, {}, 5), 1);
  EXPECT_EQ(shown(RunWindow::bind(*spec->run_window, state)->start_value()), R"("2024-07-16T10:00:00+00:00")");
}

TEST(RunWindow, RefusesAStateWithoutTime) {
  const auto spec = read_window("");
  ASSERT_TRUE(spec);
  state::ResourceState state;
  state.before["incremental"]["run_start"]["last_value"] = 7;
  EXPECT_EQ(RunWindow::bind(*spec->run_window, state).error().kind, ErrorKind::state);
}

TEST(RunWindow, ConfigurationsAreChecked) {
  EXPECT_THAT(refused_window(", initial_value: soon"), HasSubstr("no date"));
  EXPECT_THAT(refused_window(", lag: -1"), HasSubstr("lag"));
  EXPECT_THAT(refused_window(", lag: 30d"), HasSubstr("lag"));
  EXPECT_THAT(refused_window(", timezone: Mars/Base"), HasSubstr("Mars/Base"));
  EXPECT_THAT(refused_window(", time_format: '%q'"), HasSubstr("%q"));
  EXPECT_THAT(refused_window(", end_value: 2024-01-01"), HasSubstr("end_value"));
  EXPECT_THAT(refused_window(", cursor_path: u"), HasSubstr("exclude each other"));
}

}  // namespace
}  // namespace decant::source
