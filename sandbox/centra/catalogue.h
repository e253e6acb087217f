#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/centra/drift.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/json_writer.h"
#include "sandbox/data/local_time.h"
#include "sandbox/data/money.h"

namespace decant::sandbox {

/// What the variants and sizes of a product have in common.
struct Product {
  std::int64_t id = 0;
  std::string sku;
  /// Shown to shoppers; `internal_name` is not.
  std::string name;
  std::string internal_name;
  std::optional<std::string_view> brand;
  std::optional<std::string_view> collection;
  std::string_view category;
  /// The key `folder` is absent without one.
  std::optional<std::string_view> folder;
  std::string_view country_of_origin;
  std::string_view harm_code;
  std::string_view harm_description;
  std::string_view weight_unit;
  /// Hundredths of the unit.
  Money weight;
  /// In Swedish kronor.
  Money price;
  LocalTime created;
  /// Of the present version; everything else that a version changes is left to who writes the row down, for orders were
  /// placed before.
  LocalTime modified;
  Revision revision;
  NonAscii non_ascii = NonAscii::raw;
  /// Bits for the many small choices of a product's row.
  std::uint64_t traits = 0;
};

/// A size of a variant of a product: a row of `products` and of `stock`.
struct Item {
  std::int64_t stock_item_id = 0;
  std::int64_t variant_id = 0;
  std::size_t product = 0;
  std::string_view variant;
  std::string_view variant_sku;
  std::optional<std::string_view> size;
  std::string_view size_sku;
  std::string ean;
  std::optional<std::string> upc;
  bool active = true;
  std::int64_t allocated = 0;
  std::int64_t available = 0;
  LocalTime stock_modified;
  Revision revision;
};

/// What the store sells.
class Catalogue {
 public:
  /// Begins with as many items as `products` or `stock` asks for, whichever is more, and at least one.
  explicit Catalogue(const StoreOptions& options);

  /// The items that were there in the beginning.
  std::span<const Item> first_items() const { return {items_.data(), first_items_}; }
  const Product& product_of(const Item& item) const { return products_[item.product]; }

  /// How many rows a list has that began with the first `listed` items.
  std::size_t listed_items(std::size_t listed) const { return listed == 0 ? 0 : listed + items_.size() - first_items_; }
  /// The item in a row of that list: behind its first items are those that were added later.
  const Item& listed_item(std::size_t row, std::size_t listed) const {
    return items_[row < listed ? row : row - listed + first_items_];
  }

 private:
  /// Adds a product and, up to so many in all, its items: no later version adds items to a product.
  void add_product(const StoreOptions& options, const Drift& drift, std::size_t wanted_items);
  void note_revisions(const Drift& drift, std::size_t first_products);

  std::vector<Product> products_;
  std::vector<Item> items_;
  std::size_t first_items_ = 0;
  std::int64_t next_variant_id_ = 1001;
};

}  // namespace decant::sandbox
