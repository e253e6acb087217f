#include "normalize/decimal_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace decant::normalize {
namespace {

std::string read(std::string_view text) {
  const auto number = DecimalNumber::parse(text);
  if (!number) return "-";
  std::string out;
  number->append_to(out);
  return out;
}

TEST(DecimalNumberTest, ReadsAndWritesAsPythonDoes) {
  EXPECT_EQ(read("1.10"), "1.10");
  EXPECT_EQ(read(" +5 "), "5");
  EXPECT_EQ(read("1e3"), "1E+3");
  EXPECT_EQ(read(".5"), "0.5");
  EXPECT_EQ(read("5."), "5");
  EXPECT_EQ(read("-0"), "-0");
  EXPECT_EQ(read("0.000"), "0.000");
  EXPECT_EQ(read("0e5"), "0E+5");
  EXPECT_EQ(read("0.0000001"), "1E-7");
  EXPECT_EQ(read("0.000001"), "0.000001");
  EXPECT_EQ(read("12.34e-10"), "1.234E-9");
  EXPECT_EQ(read("1_000"), "1000");
  EXPECT_EQ(read("１２"), "12");
  EXPECT_EQ(read("0x1F"), "31");
  EXPECT_EQ(read("0x-ffffffffffffffffffff"), "-1208925819614629174706175");
}

TEST(DecimalNumberTest, LeavesWhatIsNoNumber) {
  for (const char* text :
       {"", " ", ".", "-", "e5", "1e", "1e+-5", "NaN", "inf", "-Infinity", "1.2.3", "0xzz", "0x", "1 2"})
    EXPECT_EQ(read(text), "-") << text;
}

TEST(ExactDecimalTest, ExpandsDoublesInFull) {
  const auto expanded = [](double real) {
    std::string out;
    append_exact(real, out);
    return out;
  };
  EXPECT_EQ(expanded(0.1), "0.1000000000000000055511151231257827021181583404541015625");
  EXPECT_EQ(expanded(2.5), "2.5");
  EXPECT_EQ(expanded(-100), "-100");
  EXPECT_EQ(expanded(1e22), "10000000000000000000000");
  EXPECT_EQ(expanded(0), "0");
  EXPECT_EQ(expanded(-0.0), "-0");
  EXPECT_EQ(expanded(199.95), "199.94999999999998863131622783839702606201171875");
  EXPECT_EQ(expanded(9007199254740993.0), "9007199254740992");
  EXPECT_EQ(expanded(0x1p-20), "9.5367431640625E-7");
  EXPECT_EQ(expanded(0x1p-19), "0.0000019073486328125");
  EXPECT_EQ(expanded(std::numeric_limits<double>::max()).size(), 309);
  // The least number and, of all, the one with most digits.
  EXPECT_EQ(expanded(std::numeric_limits<double>::denorm_min()).substr(0, 12), "4.9406564584");
  EXPECT_EQ(expanded(std::numeric_limits<double>::denorm_min()).substr(752), "E-324");
  EXPECT_EQ(expanded(1e-7), "9.99999999999999954748111825886258685613938723690807819366455078125E-8");
}

TEST(DecimalNumberTest, KnowsItsIntegers) {
  EXPECT_EQ(DecimalNumber::parse("12.00")->to_integer(), 12);
  EXPECT_EQ(DecimalNumber::parse("-1.2e1")->to_integer(), -12);
  EXPECT_EQ(DecimalNumber::parse("0.00")->to_integer(), 0);
  EXPECT_EQ(DecimalNumber::parse("9223372036854775807")->to_integer(), 9223372036854775807);
  EXPECT_FALSE(DecimalNumber::parse("9223372036854775808")->to_integer());
  EXPECT_FALSE(DecimalNumber::parse("1e30")->to_integer());
  EXPECT_FALSE(DecimalNumber::parse("0.5")->to_integer());
  EXPECT_EQ(DecimalNumber::parse("123.45")->integer_digits(), 3);
  EXPECT_EQ(DecimalNumber::parse("0.0045")->integer_digits(), 0);
}

TEST(DecimalNumberTest, KnowsTheNearestDouble) {
  EXPECT_EQ(DecimalNumber::parse("2.25")->to_double(), 2.25);
  EXPECT_EQ(DecimalNumber::parse("1e-999999")->to_double(), 0.0);
  EXPECT_FALSE(DecimalNumber::parse("1e400")->to_double());
  EXPECT_FALSE(DecimalNumber::parse(std::string(400, '9') + "e-10")->to_double());
}

TEST(DecimalNumberTest, KnowsWhatNoWeiHolds) {
  EXPECT_FALSE(DecimalNumber::parse("578960446186580977117854925043439539266")->is_beyond_wei());
  EXPECT_TRUE(DecimalNumber::parse("578960446186580977117854925043439539267")->is_beyond_wei());
  EXPECT_FALSE(DecimalNumber::parse("-578960446186580977117854925043439539267")->is_beyond_wei());
  EXPECT_TRUE(DecimalNumber::parse("578960446186580977117854925043439539266.5")->is_beyond_wei());
  EXPECT_TRUE(DecimalNumber::parse("1e40")->is_beyond_wei());
}

}  // namespace
}  // namespace decant::normalize
