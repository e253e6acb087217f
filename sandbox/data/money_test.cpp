#include "sandbox/data/money.h"

#include <gtest/gtest.h>

namespace decant::sandbox {
namespace {

std::string number_text(std::int64_t cents) {
  std::string out;
  append_number(out, Money{cents});
  return out;
}

TEST(Money, has_no_more_decimals_than_needed) {
  EXPECT_EQ(number_text(2500), "25");
  EXPECT_EQ(number_text(74950), "749.5");
  EXPECT_EQ(number_text(397875), "3978.75");
  EXPECT_EQ(number_text(0), "0");
  EXPECT_EQ(number_text(-5), "-0.05");
  EXPECT_EQ(number_text(-15000), "-150");
}

TEST(Money, is_formatted_with_two_decimals_and_currency) {
  EXPECT_EQ(fixed_text(Money{32900}), "329.00");
  EXPECT_EQ(fixed_text(Money{-50}), "-0.50");
  EXPECT_EQ(formatted_text(Money{-15000}, "USD"), "-150.00 USD");
}

TEST(Money, rounds_half_away_from_zero) {
  EXPECT_EQ(scaled(Money{5}, 1, 2).cents, 3);
  EXPECT_EQ(scaled(Money{-5}, 1, 2).cents, -3);
  EXPECT_EQ(scaled(Money{100}, 20, 120).cents, 17);
}

}  // namespace
}  // namespace decant::sandbox
