#include "source/incremental/lag.h"

#include <gtest/gtest.h>

#include "json/write.h"

namespace decant::source {

namespace {

/// The lagged value as JSON, or the error's kind.
std::string lagged(const json::Value& lag, const json::Value& value, LastValueFunc func = LastValueFunc::max,
                   const json::Value& initial = {}) {
  const auto moved = apply_lag(lag, CursorValue::from_json(value), func, CursorValue::from_json(initial));
  return moved ? json::write(moved->to_json()) : std::string(to_string(moved.error().kind));
}

constexpr auto kMin = LastValueFunc::min;
constexpr auto kMax = LastValueFunc::max;

TEST(Lag, MovesNumbersInTheirOwnUnit) {
  EXPECT_EQ(lagged(3, 20), "17");
  EXPECT_EQ(lagged(2.5, 20), "17");
  EXPECT_EQ(lagged(2.5, -1), "-3");
  EXPECT_EQ(lagged(3, 20, kMin), "23");
  EXPECT_EQ(lagged(2, 1.5), "-0.5");
  EXPECT_EQ(lagged(1, std::numeric_limits<std::int64_t>::min()), "source_data");
  EXPECT_EQ(lagged(1, std::numeric_limits<std::uint64_t>::max()), "source_data");
}

TEST(Lag, KeepsTheFormOfATime) {
  EXPECT_EQ(lagged(3600, "2024-03-01T00:30:00Z", kMin), "\"2024-03-01T01:30:00Z\"");
  EXPECT_EQ(lagged(3600, "2024-01-01T00:00:00+05:30"), "\"2023-12-31T23:00:00+05:30\"");
  EXPECT_EQ(lagged(3600, "2024-01-01T00:00:00-0330"), "\"2023-12-31T23:00:00-0330\"");
  EXPECT_EQ(lagged(3600, "2024-01-01T00:00:00"), "\"2023-12-31T23:00:00\"");
  EXPECT_EQ(lagged(90, "2024-03-01T12:00:00.500+02:00"), "\"2024-03-01T11:58:30.500000+02:00\"");
  EXPECT_EQ(lagged(0.25, "2024-03-01T12:00:00.5Z"), "\"2024-03-01T12:00:00.250000Z\"");
  EXPECT_EQ(lagged(60, "2024-01-01T10:00"), "\"2024-01-01T09:59\"");
  EXPECT_EQ(lagged(3600, "2024-01-01T10"), "\"2024-01-01T09\"");
  EXPECT_EQ(lagged(60, "2024-01-01 10:00:00"), "\"2024-01-01 09:59:00\"");
  EXPECT_EQ(lagged(60, "2024-01-01 10:00:00+01:00"), "\"2024-01-01 09:59:00+01:00\"");
}

TEST(Lag, IsDaysForDatesAndSecondsForOtherForms) {
  EXPECT_EQ(lagged(1, "2024-03-01"), "\"2024-02-29\"");
  EXPECT_EQ(lagged(1, "20240301", kMin), "\"20240302\"");
  EXPECT_EQ(lagged(1.5, "2024-03-10"), "\"2024-03-08\"");
  EXPECT_EQ(lagged(1, "2024"), "\"2023\"");
  EXPECT_EQ(lagged(1, "2024-03"), "\"2024-02\"");
  EXPECT_EQ(lagged(1, "202403"), "\"202402\"");
  EXPECT_EQ(lagged(86400, "2024-W01"), "\"2023-W52\"");
  EXPECT_EQ(lagged(86400, "2024-W01-1"), "\"2023-W52-7\"");
  EXPECT_EQ(lagged(1, "2024-001"), "\"2023-365\"");
}

TEST(Lag, TheInitialValueDeclaresTheUnit) {
  EXPECT_EQ(lagged(2, "2024-03-10T12:30:00Z", kMax, "2024-01-01"), "\"2024-03-08T00:00:00Z\"");
  EXPECT_EQ(lagged(2, "2024-03-10T12:30:00.5", kMin, "2024-12-31"), "\"2024-03-12T23:59:59.999999\"");
  EXPECT_EQ(lagged(1, "2024-03-10T01:00:00+02:00", kMax, "2024-01-01"), "\"2024-03-08T02:00:00+02:00\"");
  EXPECT_EQ(lagged(2, "2024-03-10", kMax, "2024-01-01T00:00:00Z"), "\"2024-03-09\"");
}

TEST(Lag, DoesNotPassTheInitialValue) {
  EXPECT_EQ(lagged(30, 20, kMax, 10), "10");
  EXPECT_EQ(lagged(30, 80, kMin, 100), "100");
  EXPECT_EQ(lagged(3600, "2024-01-01T00:30:00Z", kMax, "2024-01-01T00:00:00Z"), "\"2024-01-01T00:00:00Z\"");
  EXPECT_EQ(lagged(1, 20, kMax, "2024-01-01"), "source_data");
}

TEST(Lag, RefusesWhatIsNoTimeAndWhatLeavesTheCalendar) {
  EXPECT_EQ(lagged(1, "abc"), "source_data");
  EXPECT_EQ(lagged(1, json::Value::array()), "source_data");
  EXPECT_EQ(lagged(2, "0001-01-01"), "source_data");
  EXPECT_EQ(lagged(1e300, "2024-01-01"), "source_data");
  EXPECT_EQ(lagged(1e300, "2024-01-01T00:00:00Z"), "source_data");
}

TEST(Lag, MovesTimestampsAndDates) {
  EXPECT_EQ(lagged(60,
                   "\xEF\x80\xA7"
                   "2024-01-01T00:00:00Z"),
            "\"\xEF\x80\xA7"
            "2023-12-31T23:59:00+00:00\"");
  EXPECT_EQ(lagged(1,
                   "\xEF\x80\xA8"
                   "2024-01-01"),
            "\"\xEF\x80\xA8"
            "2023-12-31\"");
}

}  // namespace

}  // namespace decant::source
