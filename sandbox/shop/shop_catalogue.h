#pragma once

#include "sandbox/shop/shop_list.h"
#include "sandbox/shop/shop_options.h"

namespace decant::sandbox::shop {

/// `products`: with variants and images; some 1,300 bytes.
ShopList make_shop_products(const ShopOptions& options);

/// `stock`: flat rows of some 150 bytes.
ShopList make_shop_stock(const ShopOptions& options);

}  // namespace decant::sandbox::shop
