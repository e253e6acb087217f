#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "sandbox/centra/catalogue.h"
#include "sandbox/data/local_time.h"
#include "sandbox/data/record_table.h"
#include "sandbox/http/parameters.h"

namespace decant::sandbox {

/// What `products` and `stock` have in common: filters on items, and pages that link to their neighbours.
class ItemRequest {
 public:
  ItemRequest(Parameters& parameters, std::size_t page_limit);

  /// The rows of the page among the first `total` items.
  RowSelection select(const Catalogue& catalogue, std::size_t total) const;

  /// The members `previous` and `next`, each with a comma before it. As in the real API the links hold `limit` and
  /// `page` and do not repeat the filters.
  std::string links(const RowSelection& selection) const;

 private:
  bool has_filter() const;
  bool matches(const Item& item, const Product& product) const;
  Window window() const;

  std::optional<std::string> sku_, ean_, upc_;
  std::optional<std::int64_t> product_id_, variant_id_, stock_item_id_;
  std::optional<LocalTime> modified_, created_, stock_modified_;
  std::optional<std::size_t> limit_;
  std::size_t page_ = 1;
};

}  // namespace decant::sandbox
