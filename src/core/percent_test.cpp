#include "core/percent.h"

#include <gtest/gtest.h>

namespace decant {
namespace {

TEST(PercentDecode, TakesTriplesAndLeavesTheRest) {
  EXPECT_EQ(percent_decode("a%20b%2Fc%c3%A5"), "a b/c\u00e5");
  EXPECT_EQ(percent_decode("100%"), "100%");
  EXPECT_EQ(percent_decode("%4"), "%4");
  EXPECT_EQ(percent_decode("%zz%4g%g4"), "%zz%4g%g4");
  EXPECT_EQ(percent_decode("%25%32%35"), "%25");
  EXPECT_EQ(percent_decode(""), "");
}

}  // namespace
}  // namespace decant
