#include "sandbox/data/local_time.h"

#include <gtest/gtest.h>

namespace decant::sandbox {
namespace {

TEST(LocalTime, reads_dates_and_times_and_writes_them_back) {
  ASSERT_TRUE(parse_local_time("2024-02-29"));
  EXPECT_EQ(format_local_time(*parse_local_time("2024-02-29")), "2024-02-29 00:00:00");
  EXPECT_EQ(format_local_time(*parse_local_time("2024-06-01 12:34:56")), "2024-06-01 12:34:56");
  EXPECT_EQ(parse_local_time("2024-06-01T12:00:00"), LocalTime{1'717'243'200});
}

TEST(LocalTime, refuses_what_is_no_date) {
  for (const char* text : {"", "yesterday", "2024-6-1", "2023-02-29", "2024-13-01", "2024-06-01 24:00:00",
                           "2024-06-01 12:00", "2024-06-01x12:00:00", "0000-00-00 00:00:00", "2024-06-01T12:00:00Z"}) {
    EXPECT_FALSE(parse_local_time(text)) << text;
  }
}

}  // namespace
}  // namespace decant::sandbox
