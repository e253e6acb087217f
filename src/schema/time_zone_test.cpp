#include "schema/time_zone.h"

#include <gmock/gmock.h>

namespace decant::schema {
namespace {

Micros local(int month, int day, int hour) {
  return days_from_civil({2024, month, day}) * kMicrosPerDay + Micros{hour} * 3600 * kMicrosPerSecond;
}

TEST(TimeZone, KnowsSummerAndWinter) {
  const auto zone = TimeZone::find("Europe/Stockholm");
  ASSERT_TRUE(zone);
  EXPECT_EQ(to_iso8601(zone->to_utc(local(1, 15, 12))), "2024-01-15T11:00:00+00:00");
  EXPECT_EQ(to_iso8601(zone->to_utc(local(7, 15, 12))), "2024-07-15T10:00:00+00:00");
  EXPECT_EQ(to_iso8601(zone->to_utc(local(10, 27, 2))), "2024-10-27T00:00:00+00:00");  // comes twice: the first
  EXPECT_EQ(to_iso8601(zone->to_utc(local(3, 31, 2))), "2024-03-31T01:00:00+00:00");   // is skipped
}

TEST(TimeZone, ShowsLocalTimes) {
  const auto zone = TimeZone::find("Europe/Stockholm");
  ASSERT_TRUE(zone);
  for (const int month : {1, 7}) EXPECT_EQ(zone->to_local(zone->to_utc(local(month, 15, 12))), local(month, 15, 12));
  const Micros hour = 3600 * kMicrosPerSecond;
  EXPECT_EQ(zone->to_local(local(10, 27, 0)), local(10, 27, 2));  // an hour that comes twice
  EXPECT_EQ(zone->to_local(local(10, 27, 0) + hour), local(10, 27, 2));
  EXPECT_EQ(zone->to_local(local(3, 31, 1)), local(3, 31, 3));  // an hour is skipped
}

TEST(TimeZone, NamesTheUnknown) { EXPECT_EQ(TimeZone::find("Mars/Base").error().kind, ErrorKind::config); }

}  // namespace
}  // namespace decant::schema
