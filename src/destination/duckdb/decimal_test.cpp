#include "destination/duckdb/decimal.h"

#include <gtest/gtest.h>

#include <string>

namespace decant::destination {
namespace {

std::string stored(std::string_view text, int width, int scale) {
  const auto value = parse_decimal(text, width, scale);
  return value ? format_decimal(*value, scale) : "none";
}

TEST(Decimal, PlacesTheDigits) {
  EXPECT_EQ(stored("1.25", 10, 2), "1.25");
  EXPECT_EQ(stored("-0.5", 10, 2), "-0.50");
  EXPECT_EQ(stored("+7", 10, 2), "7.00");
  EXPECT_EQ(stored("0", 4, 4), "0.0000");
  EXPECT_EQ(stored(".5", 4, 1), "0.5");
  EXPECT_EQ(stored("5.", 4, 1), "5.0");
  EXPECT_EQ(stored("000012", 2, 0), "12");
}

TEST(Decimal, ReadsExponents) {
  EXPECT_EQ(stored("1.5e3", 10, 2), "1500.00");
  EXPECT_EQ(stored("15E-1", 10, 2), "1.50");
  EXPECT_EQ(stored("0.00012e+4", 10, 2), "1.20");
  EXPECT_EQ(stored("0e999999999999999999999", 10, 2), "0.00");
  EXPECT_EQ(stored("1e-999999999999999999999", 10, 2), "0.00");
  EXPECT_EQ(stored("1e999999999999999999999", 10, 2), "none");
}

TEST(Decimal, RoundsHalfAwayFromZero) {
  EXPECT_EQ(stored("1.005", 10, 2), "1.01");
  EXPECT_EQ(stored("-1.005", 10, 2), "-1.01");
  EXPECT_EQ(stored("1.0049999", 10, 2), "1.00");
  EXPECT_EQ(stored("0.005", 10, 2), "0.01");
  EXPECT_EQ(stored("0.004", 10, 2), "0.00");
  EXPECT_EQ(stored("9.995", 3, 2), "none");
}

TEST(Decimal, KeepsTheLimits) {
  const std::string most(38, '9');
  EXPECT_EQ(stored(most, 38, 0), most);
  EXPECT_EQ(stored("-" + most, 38, 0), "-" + most);
  EXPECT_EQ(stored(most + "0", 38, 0), "none");
  EXPECT_EQ(stored("1e37", 38, 0), "1" + std::string(37, '0'));
  EXPECT_EQ(stored("1e38", 38, 0), "none");
  EXPECT_EQ(stored("123", 2, 0), "none");
  EXPECT_EQ(stored("1" + std::string(100'000, '0') + "e-100000", 3, 0), "1");
}

TEST(Decimal, RefusesWhatIsNone) {
  for (const char* text :
       {"", "-", ".", "e5", "1e", "1e+", "1.2.3", "0x10", "nan", "Infinity", " 1", "1 ", "1,5", "--1"}) {
    EXPECT_EQ(stored(text, 38, 9), "none") << text;
  }
}

}  // namespace
}  // namespace decant::destination
