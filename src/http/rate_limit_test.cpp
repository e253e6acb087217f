#include "http/rate_limit.h"

#include <gtest/gtest.h>

#include "http/rate_headers.h"

namespace decant::http {
namespace {

constexpr Micros kOneSecond = kMicrosPerSecond;

TEST(RateLimit, Forms) {
  const auto limit = [](std::int64_t requests, std::int64_t seconds) {
    return RateLimit{.requests = requests, .window = seconds * kOneSecond};
  };
  EXPECT_EQ(parse_rate_limit("5/s"), limit(5, 1));
  EXPECT_EQ(parse_rate_limit("60/10s"), limit(60, 10));
  EXPECT_EQ(parse_rate_limit("1000/min"), limit(1000, 60));
  EXPECT_EQ(parse_rate_limit("10/2m"), limit(10, 120));
  EXPECT_EQ(parse_rate_limit("5000/h"), limit(5000, 3600));
  EXPECT_EQ(parse_rate_limit("1/d"), limit(1, 86'400));
  for (const char* wrong : {"", "5", "5/", "/s", "0/s", "-1/s", "5/0s", "5/x", "5 / s", "1.5/s", "5/s ", "5//s",
                            "99999999999999999999/s", "5/99999999999999999999s", "5/999999999999d"})
    EXPECT_FALSE(parse_rate_limit(wrong)) << wrong;
}

RateAnnouncement read(std::initializer_list<Headers::Field> fields, Micros now = 1'700'000'000 * kOneSecond) {
  return read_rate_headers(Headers(fields), now);
}

TEST(RateHeaders, TheThreeHeaders) {
  const auto found = read({{"X-RateLimit-Limit", "60"}, {"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "7"}});
  EXPECT_EQ(found.limit, 60);
  EXPECT_EQ(found.remaining, 0);
  EXPECT_EQ(found.reset_in, 7 * kOneSecond);
  EXPECT_EQ(found.window, std::nullopt);
  EXPECT_EQ(read({{"ratelimit-limit", "100, 100;w=60"}}).limit, 100);
  EXPECT_EQ(read({{"ratelimit-limit", "100;w=60"}}).window, 60 * kOneSecond);
  EXPECT_EQ(read({{"X-Rate-Limit-Limit", "9"}}).limit, 9);
}

TEST(RateHeaders, ResetsAsInstants) {
  EXPECT_EQ(read({{"X-RateLimit-Reset", "1700000010"}}).reset_in, 10 * kOneSecond);
  EXPECT_EQ(read({{"X-RateLimit-Reset", "1700000010.5"}}).reset_in, 10 * kOneSecond + kOneSecond / 2);
  EXPECT_EQ(read({{"X-RateLimit-Reset", "1700000010000"}}).reset_in, 10 * kOneSecond);
  EXPECT_EQ(read({{"X-RateLimit-Reset", "1699999999"}}).reset_in, std::nullopt);
  // The server's clock is an hour behind.
  EXPECT_EQ(read({{"X-RateLimit-Reset", "1699996410"}, {"Date", "Tue, 14 Nov 2023 21:13:20 GMT"}}).reset_in,
            10 * kOneSecond);
}

TEST(RateHeaders, PoliciesAndTheOneHeader) {
  const auto policies = read({{"RateLimit-Policy", "5000;w=3600, 100;w=10"}});
  EXPECT_EQ(policies.limit, 100);
  EXPECT_EQ(policies.window, 10 * kOneSecond);
  const auto named = read({{"RateLimit-Policy", "\"burst\";q=50;w=5"}, {"RateLimit", "\"burst\";r=3;t=4"}});
  EXPECT_EQ(named.limit, 50);
  EXPECT_EQ(named.window, 5 * kOneSecond);
  EXPECT_EQ(named.remaining, 3);
  EXPECT_EQ(named.reset_in, 4 * kOneSecond);
  const auto draft = read({{"RateLimit", "limit=10, remaining=2, reset=3"}});
  EXPECT_EQ(draft.limit, 10);
  EXPECT_EQ(draft.remaining, 2);
  EXPECT_EQ(draft.reset_in, 3 * kOneSecond);
}

TEST(RateHeaders, NonsenseIsNotThere) {
  for (const char* text : {"", "-5", "many", "nan", "inf", ";", "99999999999999999999999999", "0"}) {
    const auto found = read({{"RateLimit-Limit", text}, {"RateLimit-Reset", text}, {"RateLimit-Policy", text}});
    EXPECT_EQ(found.limit, std::nullopt) << text;
    EXPECT_EQ(found.reset_in, std::nullopt) << text;
    EXPECT_EQ(found.window, std::nullopt) << text;
  }
}

}  // namespace
}  // namespace decant::http
