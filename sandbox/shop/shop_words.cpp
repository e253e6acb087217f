#include "sandbox/shop/shop_words.h"

#include <fmt/core.h>

namespace decant::sandbox::shop {

std::string sku_text(std::uint64_t product, std::uint64_t variant) {
  return fmt::format("P{:06}-{}", product, variant + 1);
}

std::string customer_email(std::int64_t customer) {
  return fmt::format("customer{}@example.com", kFirstShopCustomer + customer);
}

}  // namespace decant::sandbox::shop
