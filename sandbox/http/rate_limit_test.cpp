#include "sandbox/http/rate_limit.h"

#include <gtest/gtest.h>

#include <set>

namespace decant::sandbox {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const RateLimit::Time kStart{seconds(1'717'142'400)};  // 2024-05-31 08:00:00 UTC, a Friday

TEST(RateLimit, reads_a_quota) {
  const auto quota = RateLimit::parse("60/10s");
  ASSERT_TRUE(quota);
  EXPECT_EQ(quota->requests, 60);
  EXPECT_EQ(quota->interval, seconds(10));
  EXPECT_EQ(RateLimit::parse("5/500ms")->interval, milliseconds(500));
  for (const char* text : {"", "60", "60/", "/10s", "0/10s", "-1/10s", "60/10", "60/0s", "60/0", "x/10s", "60x/10s"}) {
    EXPECT_FALSE(RateLimit::parse(text)) << text;
  }
}

TEST(RateLimit, refuses_above_the_quota_until_the_bucket_fills) {
  RateLimit limit({.requests = 4, .interval = seconds(8)}, RetryAfterForm::seconds);
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(limit.refuse(kStart));
  EXPECT_EQ(limit.refuse(kStart), "2");
  EXPECT_TRUE(limit.refuse(kStart + milliseconds(1999)));
  EXPECT_FALSE(limit.refuse(kStart + seconds(2)));
  EXPECT_TRUE(limit.refuse(kStart + seconds(2)));
  int admitted = 0;
  while (!limit.refuse(kStart + seconds(1000))) ++admitted;
  EXPECT_EQ(admitted, 4) << "it holds no more than the quota";
}

TEST(RateLimit, stands_a_clock_that_goes_back) {
  RateLimit limit({.requests = 1, .interval = seconds(1)}, RetryAfterForm::all);
  EXPECT_FALSE(limit.refuse(kStart));
  EXPECT_TRUE(limit.refuse(kStart - seconds(3600)));
}

TEST(RateLimit, says_when_to_come_back_in_every_form) {
  const RateLimit::Time welcome = kStart + milliseconds(2500);
  const auto text = [&](std::string_view form) {
    return retry_after_text(kStart, welcome, *parse_retry_after_form(form), 0);
  };
  EXPECT_EQ(text("seconds"), "3");
  EXPECT_EQ(text("epoch"), "1717142403");
  EXPECT_EQ(text("http-date"), "Fri, 31 May 2024 08:00:03 GMT");
  EXPECT_EQ(text("iso"), "2024-05-31T08:00:03Z");
  EXPECT_EQ(text("iso-offset"), "2024-05-31T10:00:03+02:00");
  EXPECT_EQ(text("none"), "");
  EXPECT_EQ(parse_retry_after_form("soon"), std::nullopt);
}

TEST(RateLimit, takes_the_forms_by_turn) {
  RateLimit limit({.requests = 1, .interval = seconds(10)}, RetryAfterForm::all);
  EXPECT_FALSE(limit.refuse(kStart));
  std::set<std::string> forms;
  for (int i = 0; i < 10; ++i) forms.insert(*limit.refuse(kStart));
  EXPECT_EQ(forms.size(), 5U);
}

}  // namespace
}  // namespace decant::sandbox
