#pragma once

#include "sandbox/shop/shop_list.h"
#include "sandbox/shop/shop_options.h"

namespace decant::sandbox::shop {

/// `orders`: 1 to 6 lines, which have discounts now and then, and up to two payments each; some 1,250 bytes.
ShopList make_shop_orders(const ShopOptions& options);

}  // namespace decant::sandbox::shop
