#include "core/ascii.h"

#include <gtest/gtest.h>

namespace decant {
namespace {

TEST(Ascii, KnowsDigitsAndLetters) {
  EXPECT_TRUE(is_digit('0') && is_digit('9'));
  EXPECT_FALSE(is_digit('/') || is_digit(':') || is_digit('\xb2'));
  EXPECT_EQ(lower('Z'), 'z');
  EXPECT_EQ(lower('['), '[');
  EXPECT_EQ(lower('\xc4'), '\xc4');
}

TEST(Ascii, ReadsHexadecimalDigits) {
  EXPECT_EQ(hex_value('7'), 7);
  EXPECT_EQ(hex_value('a'), 10);
  EXPECT_EQ(hex_value('F'), 15);
  EXPECT_EQ(hex_value('g'), -1);
  EXPECT_EQ(hex_value('@'), -1);
}

}  // namespace
}  // namespace decant
