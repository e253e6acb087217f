#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/data/lazy.h"
#include "sandbox/http/message.h"
#include "sandbox/shop/shop_list.h"
#include "sandbox/shop/shop_options.h"

namespace decant::sandbox::shop {

/// A plain shop: lists in numbered pages, without a key. All records are rendered at construction, so that serving a
/// page is copying a slice.
class Shop {
 public:
  static constexpr std::string_view kBasePath = "/api";
  /// Answers how many records each list has, and how many rows of which tables they become.
  static constexpr std::string_view kExpectedPath = "/sandbox/expected";

  explicit Shop(const ShopOptions& options);

  /// May be called from many threads.
  Response handle(const Request& request);

 private:
  const ShopList* find(std::string_view path) const;
  Response page(const ShopList& list, std::string_view query) const;
  std::string expected() const;

  std::size_t page_limit_;
  std::vector<ShopList> lists_;
  Lazy<std::string> expected_;
};

}  // namespace decant::sandbox::shop
