#include "source/incremental/cursor_value.h"

#include <gtest/gtest.h>

#include "json/parser.h"
#include "json/write.h"

namespace decant::source {

namespace {

/// The order of two JSON values: -1, 0, 1; 9: none.
int order(const std::string& a, const std::string& b) {
  json::Parser parser;
  const auto first = parser.parse(a);
  const auto second = parser.parse(b);
  if (!first || !second) return 99;
  const auto found = compare(CursorView::of(first->root()), CursorView::of(second->root()));
  const auto back = compare(CursorView::of(second->root()), CursorView::of(first->root()));
  if (!found || !back) return found || back ? 98 : 9;
  const auto sign = [](int value) { return value < 0 ? -1 : value > 0 ? 1 : 0; };
  EXPECT_EQ(sign(*found), -sign(*back)) << a << " " << b;
  return sign(*found);
}

TEST(CursorValue, NumbersCompareExactly) {
  EXPECT_EQ(order("10", "10.0"), 0);
  EXPECT_EQ(order("10", "10.5"), -1);
  EXPECT_EQ(order("-10", "-10.5"), 1);
  EXPECT_EQ(order("true", "1"), 0);
  EXPECT_EQ(order("false", "0.5"), -1);
  EXPECT_EQ(order("9007199254740993", "9007199254740992.0"), 1);
  EXPECT_EQ(order("9223372036854775807", "9223372036854775808.0"), -1);
  EXPECT_EQ(order("9223372036854775807", "9223372036854775808"), -1);
  EXPECT_EQ(order("-9223372036854775808", "-9223372036854775808.0"), 0);
  EXPECT_EQ(order("18446744073709551615", "18446744073709551616.0"), -1);
  EXPECT_EQ(order("18446744073709551615", "-1"), 1);
  EXPECT_EQ(order("100000000000000000000000000000", "1e29"), 1);  // the double is a little less
  EXPECT_EQ(order("123456789012345678901234567890", "123456789012345678901234567891"), -1);
  EXPECT_EQ(order("1e400", "2e399"), 1);
  EXPECT_EQ(order("-1e400", "5"), -1);
  EXPECT_EQ(order("1e400", "10e399"), 0);
  EXPECT_EQ(order("1e99999999999999999999", "1e400"), 1);
  EXPECT_EQ(order("0.0", "-0.0"), 0);
}

TEST(CursorValue, TextsCompareByTheirBytesAndNothingElseCompares) {
  EXPECT_EQ(order(R"("2024-01-02")", R"("2024-01-10")"), -1);
  EXPECT_EQ(order(R"("é")", R"("z")"), 1);
  EXPECT_EQ(order(R"("a")", R"("a")"), 0);
  EXPECT_EQ(order(R"("1")", "1"), 9);
  EXPECT_EQ(order("[1]", "[1]"), 9);
  EXPECT_EQ(order("null", "1"), 9);
}

TEST(CursorValue, IsKeptAsDltWritesIt) {
  for (const char* text : {"null", "true", "10", "18446744073709551615", "1.5", "\"a\"",
                           "\"\xEF\x80\xA6"
                           "123456789012345678901234567890\"",
                           "\"\xEF\x80\xA7"
                           "2024-01-02T03:04:05+00:00\"",
                           "\"\xEF\x80\xA8"
                           "2024-01-02\"",
                           "\"\xEF\x80\xA7"
                           "no time\""}) {
    EXPECT_EQ(json::write(CursorValue::from_json(*json::parse_value(text)).to_json()), text);
  }
  EXPECT_EQ(CursorValue::from_json(json::Value::array()).view().kind, CursorView::Kind::other);
  json::Parser parser;
  const auto big = parser.parse("123456789012345678901234567890");
  CursorValue kept;
  kept.assign(CursorView::of(big->root()));
  EXPECT_EQ(json::write(kept.to_json()),
            "\"\xEF\x80\xA6"
            "123456789012345678901234567890\"");
  EXPECT_EQ(*compare(kept.view(), CursorView::of(big->root())), 0);
}

TEST(CursorValue, TimestampsOfOtherZonesAreOneInstant) {
  const auto zulu = CursorValue::from_json(
      "\xEF\x80\xA7"
      "2024-01-01T00:00:00Z");
  const auto east = CursorValue::from_json(
      "\xEF\x80\xA7"
      "2024-01-01T02:00:00+02:00");
  EXPECT_EQ(*compare(zulu.view(), east.view()), 0);
  EXPECT_FALSE(compare(zulu.view(), CursorValue::from_json("2024-01-01T00:00:00Z").view()));
  const auto before_1970 = CursorValue::from_json(
      "\xEF\x80\xA8"
      "1969-12-31");
  EXPECT_EQ(before_1970.view().integer, -1);
}

TEST(CursorValue, IsShownShort) {
  EXPECT_EQ(shown(CursorValue::from_json("a").view()), "\"a\"");
  EXPECT_LT(shown(CursorValue::from_json(std::string(500, 'x')).view()).size(), 100U);
}

}  // namespace

}  // namespace decant::source
