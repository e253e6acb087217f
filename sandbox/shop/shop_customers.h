#pragma once

#include "sandbox/shop/shop_list.h"
#include "sandbox/shop/shop_options.h"

namespace decant::sandbox::shop {

/// `customers`: with addresses and tags; some 500 bytes.
ShopList make_shop_customers(const ShopOptions& options);

}  // namespace decant::sandbox::shop
