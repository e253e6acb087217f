#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/collection.h"
#include "sandbox/data/local_time.h"
#include "sandbox/data/record_table.h"
#include "sandbox/http/parameters.h"

namespace decant::sandbox {

/// What `products` and `stock` have in common: filters on items.
class ItemFilter {
 public:
  explicit ItemFilter(Parameters& parameters);

  /// Whether anything is asked for at all.
  bool is_set() const;
  bool matches(const Item& item, const Product& product) const;

 private:
  std::optional<std::string> sku_, ean_, upc_;
  std::optional<std::int64_t> product_id_, variant_id_, stock_item_id_;
  std::optional<LocalTime> modified_, created_, stock_modified_;
};

/// The records of a table whose rows are the catalogue's items, `listed` of those that were there in the beginning and
/// all that were added later.
Found found_items(const Catalogue& catalogue, std::size_t listed, const RecordTable& table, const ItemFilter& filter);

}  // namespace decant::sandbox
