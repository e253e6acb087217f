#pragma once

#include <cstddef>

#include "sandbox/shop/shop_list.h"
#include "sandbox/shop/shop_options.h"

namespace decant::sandbox::shop {

/// `wide`: numbers, texts, flags and times by turns, as many members as asked for.
ShopList make_wide(const ShopOptions& options);

/// `deep`: lists in lists. The upper three levels have two elements each, those below one.
ShopList make_deep(const ShopOptions& options);

/// `tables/<number>`: small flat records.
ShopList make_small_table(const ShopOptions& options, std::size_t number);

/// `drift`: from the middle on a number is a text in every third record, one member is gone, others and a list are new.
ShopList make_drift(const ShopOptions& options);

}  // namespace decant::sandbox::shop
