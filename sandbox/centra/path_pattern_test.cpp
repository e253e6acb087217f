#include "sandbox/centra/path_pattern.h"

#include <gtest/gtest.h>

namespace decant::sandbox {
namespace {

TEST(PathPattern, finds_what_stands_at_the_id) {
  EXPECT_EQ(match_path("vouchers/{id}", "vouchers/7"), "7");
  EXPECT_EQ(match_path("deliveries/{id}/details", "deliveries/31-2/details"), "31-2");
  EXPECT_EQ(match_path("orders", "orders"), "");
}

TEST(PathPattern, refuses_other_paths) {
  for (const char* path :
       {"vouchers", "vouchers/", "vouchers/7/", "vouchers/7/details", "voucher/7", "vouchersx7", ""}) {
    EXPECT_FALSE(match_path("vouchers/{id}", path)) << path;
  }
  for (const char* path : {"deliveries/details", "deliveries//details", "deliveries/7", "deliveries/7/detailsx"}) {
    EXPECT_FALSE(match_path("deliveries/{id}/details", path)) << path;
  }
  EXPECT_FALSE(match_path("orders", "orders/7"));
}

}  // namespace
}  // namespace decant::sandbox
