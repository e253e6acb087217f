#include "http/retry_policy.h"

#include <gtest/gtest.h>

namespace decant::http {
namespace {

using std::chrono::milliseconds;

constexpr Micros kNow = 784'111'777 * kMicrosPerSecond - 2 * kMicrosPerSecond;  // 2 s before the RFC's example date

std::optional<milliseconds> standard(std::string_view value) {
  return parse_retry_after(value, kNow, RetryAfterForms::standard);
}
std::optional<milliseconds> extended(std::string_view value, Micros now = kNow) {
  return parse_retry_after(value, now, RetryAfterForms::extended);
}

TEST(RetryAfter, SecondsAndDates) {
  EXPECT_EQ(standard(" 120 "), milliseconds(120'000));
  EXPECT_EQ(standard("Sun, 06 Nov 1994 08:49:37 GMT"), milliseconds(2000));
  EXPECT_EQ(standard("Sunday, 06-Nov-94 08:49:37 GMT"), milliseconds(2000));
  EXPECT_EQ(standard("Sun Nov  6 08:49:37 1994"), milliseconds(2000));
  EXPECT_EQ(standard("1.5"), milliseconds(1500));
  EXPECT_EQ(standard("0.0001"), milliseconds(1));
  EXPECT_EQ(standard("Sun, 06 Nov 1993 08:49:37 GMT"), milliseconds(0));
  for (const char* wrong : {"", "soon", "-1", "1.", ".5", "1.5.2", "1,5", "0x10", "1e3",
                            "Sun, 36 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z", "99999999999999999999"})
    EXPECT_EQ(standard(wrong), std::nullopt) << wrong;
}

TEST(RetryAfter, ExtendedForms) {
  const Micros now = 1'700'000'000 * kMicrosPerSecond + 1;
  EXPECT_EQ(extended("1700000030", now), milliseconds(30'000));
  EXPECT_EQ(extended("1600000000", now), milliseconds(0));
  EXPECT_EQ(extended("30", now), milliseconds(30'000));
  EXPECT_EQ(extended("1994-11-06T08:49:37Z"), milliseconds(2000));
  EXPECT_EQ(extended("1994-11-06T09:49:37.25+01:00"), milliseconds(2000));
  EXPECT_EQ(extended("1994-11-06 08:49:37"), milliseconds(2000));
  EXPECT_EQ(extended("1994-11-06T08:49:37+"), std::nullopt);
  EXPECT_EQ(extended("999999999999999").has_value(), true);  // far, but no overflow
}

TEST(RetryPolicy, RowsOfTheContract) {
  const auto dlt = RetryPolicy::dlt();
  const auto strict = RetryPolicy::strict();
  for (const int status : {429, 500, 503, 599}) {
    EXPECT_TRUE(dlt.retries(status));
    EXPECT_TRUE(strict.retries(status));
  }
  EXPECT_FALSE(dlt.retries(408));
  EXPECT_TRUE(strict.retries(408));
  EXPECT_FALSE(strict.retries(404));
  EXPECT_FALSE(strict.retries(600));
  EXPECT_EQ(dlt.delay(1, 0.9), milliseconds(1000));
  EXPECT_EQ(dlt.delay(4, 0.9), milliseconds(8000));
  EXPECT_EQ(dlt.delay(60, 0.9), milliseconds(300'000));
  EXPECT_EQ(strict.delay(1, 0.0), milliseconds(1000));
  EXPECT_EQ(strict.delay(2, 0.5), milliseconds(2250));
  EXPECT_EQ(strict.delay(9, 0.99), milliseconds(60'000));
}

TEST(RetryPolicy, SettingsOfTheUserWin) {
  RetrySettings settings{.attempts = 2, .first_delay = milliseconds(500), .max_delay = std::nullopt};
  const auto policy = RetryPolicy::strict().with(settings);
  EXPECT_EQ(policy.attempts, 2);
  EXPECT_EQ(policy.delay(1, 0.0), milliseconds(500));
  EXPECT_EQ(policy.delay(20, 0.0), milliseconds(60'000));
  settings = {.attempts = std::nullopt, .first_delay = std::nullopt, .max_delay = milliseconds(3'000)};
  const auto short_pauses = RetryPolicy::dlt().with(settings);
  EXPECT_EQ(short_pauses.attempts, 5);
  EXPECT_EQ(short_pauses.delay(4, 0.0), milliseconds(3'000));
  EXPECT_EQ(short_pauses.max_retry_after, milliseconds(3'000));
}

}  // namespace
}  // namespace decant::http
