#include "schema/timestamp_text.h"

#include <gmock/gmock.h>

namespace decant::schema {
namespace {

std::string read(std::string_view text) {
  const auto parsed = parse_time(text);
  if (!parsed) return "-";
  return to_iso8601(parsed->instant) + (parsed->has_time ? "" : " date");
}

TEST(ParseTime, TakesTheFormsOfTheGrammar) {
  EXPECT_EQ(read("2024-01-02 03:04:05"), "2024-01-02T03:04:05+00:00");
  EXPECT_EQ(read("2024-01-02T03:04:05.1234567Z"), "2024-01-02T03:04:05.123456+00:00");
  EXPECT_EQ(read("2024-01-02T03:04:05+0100"), "2024-01-02T02:04:05+00:00");
  EXPECT_EQ(read("2024-01-02T03:04-02:30"), "2024-01-02T05:34:00+00:00");
  EXPECT_EQ(read("20240102T030405"), "2024-01-02T03:04:05+00:00");
  EXPECT_EQ(read("20240102T03:04"), "2024-01-02T03:04:00+00:00");
  EXPECT_EQ(read("2024-W05-1T10:00:00Z"), "2024-01-29T10:00:00+00:00");
  EXPECT_EQ(read("2024-001T10:00:00Z"), "2024-01-01T10:00:00+00:00");
  EXPECT_EQ(read("2024/01/02 03:04:05"), "2024-01-02T03:04:05+00:00");
  EXPECT_EQ(read("2024 10:00"), "2024-01-01T10:00:00+00:00");
  EXPECT_EQ(read("2024-01-02"), "2024-01-02T00:00:00+00:00 date");
  EXPECT_EQ(read("2019-01-28 01:15"), "2019-01-28T01:15:00+00:00");
  EXPECT_EQ(read("2024-W05-0"), "2024-01-28T00:00:00+00:00 date");
  EXPECT_EQ(read("2024-W00"), "2023-12-25T00:00:00+00:00 date");
  EXPECT_EQ(read("2020-W00-7"), "2019-12-29T00:00:00+00:00 date");
  EXPECT_EQ(read("2024-01-02 03:04:05+01:"), "2024-01-02T02:04:05+00:00");
  EXPECT_EQ(read("2024-01-02 03:04:05+00:90"), "2024-01-02T01:34:05+00:00");
  EXPECT_EQ(read("202407:53:56"), "2024-01-01T07:53:56+00:00");
}

TEST(ParseTime, RefusesTheRest) {
  for (const char* text : {"",
                           "abc",
                           "0000-00-00 00:00:00",
                           "2024-13-01 00:00:00",
                           "2024-02-30",
                           "2024-01-02T24:00:00",
                           "2024-01-02t03:04:05",
                           "2024-01-02 03:04:05z",
                           " 2024-01-02",
                           "2024-1-2",
                           "01/02/2024",
                           "2024-01-02T030405",
                           "20240102T03:04:05",
                           "2024-01-02 03:04:60",
                           "P1D",
                           "12345",
                           "9.5",
                           "2024W530",
                           "0001-W01-0",
                           "0001-W00-1",
                           "2024-01-02T03:04+24:00"}) {
    EXPECT_EQ(read(text), "-") << text;
  }
}

TEST(ParseTimeOfDay, TakesWhatIsATimeAlone) {
  const auto seconds = [](std::string_view text) -> double {
    const auto micros = parse_time_of_day(text);
    return micros ? static_cast<double>(*micros) / 1e6 : -1;
  };
  EXPECT_EQ(seconds("10:00"), 36'000);
  EXPECT_EQ(seconds("T103015"), 37'815);
  EXPECT_EQ(seconds("10:00:00+02:00"), 28'800);
  EXPECT_EQ(seconds("00:30+01:00"), 84'600);
  EXPECT_EQ(seconds("1:2:3"), 3'723);
  EXPECT_EQ(seconds("10:30|5"), 37'800.5);
  for (const char* text : {"10", "T1", "T10:30:15", "103015", "24:00", "10:00:60", "10:30:", "2024-01-02", ""})
    EXPECT_EQ(seconds(text), -1) << text;
}

}  // namespace
}  // namespace decant::schema
