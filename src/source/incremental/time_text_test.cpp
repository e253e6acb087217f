#include "source/incremental/time_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace decant::source {
namespace {

using ::testing::HasSubstr;

constexpr Micros kJuly = 1'721'037'600 * kMicrosPerSecond;  // 2024-07-15T10:00:00Z

std::string written(std::string_view pattern, std::string_view zone = "") {
  std::optional<schema::TimeZone> found;
  if (!zone.empty()) found = *schema::TimeZone::find(zone);
  const auto text = TimeText::compile(pattern, found);
  return text ? text->write(kJuly + 123'456) : text.error().message + " | " + text.error().hint;
}

TEST(TimeText, WritesEveryMark) {
  EXPECT_EQ(written(TimeText::kDefaultPattern), "2024-07-15T10:00:00+00:00");
  EXPECT_EQ(written(TimeText::kDefaultPattern, "Europe/Stockholm"), "2024-07-15T12:00:00+02:00");
  EXPECT_EQ(written("%Y-%m-%d %H:%M:%S", "America/New_York"), "2024-07-15 06:00:00");
  EXPECT_EQ(written("%z %:z", "Asia/Kolkata"), "+0530 +05:30");
  EXPECT_EQ(written("%z", "America/St_Johns"), "-0230");
  EXPECT_EQ(written("%s 100%%", "Europe/Stockholm"), "1721037600 100%");
  EXPECT_EQ(written(""), "");
}

TEST(TimeText, CutsToSecondsBeforeTheEpochToo) {
  const auto text = TimeText::compile("%Y-%m-%d %H:%M:%S", std::nullopt);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->write(-1), "1969-12-31 23:59:59");
}

TEST(TimeText, NamesUnknownMarks) {
  for (const char* pattern : {"%B", "%", "%:", "%:s"}) EXPECT_THAT(written(pattern), HasSubstr("%:z")) << pattern;
}

TEST(TimeText, ReadsByTheZonesClock) {
  const auto zone = schema::TimeZone::find("Europe/Stockholm");
  const auto text = TimeText::compile("%s", *zone);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->read("2024-07-15 12:00:00"), kJuly);
  EXPECT_EQ(text->read("2024-07-15T10:00:00Z"), kJuly);
  EXPECT_EQ(text->read("soon"), std::nullopt);
}

}  // namespace
}  // namespace decant::source
