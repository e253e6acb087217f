#pragma once

#include <array>
#include <cstddef>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/collection.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/lazy.h"
#include "sandbox/data/record_table.h"

namespace decant::sandbox {

/// `stock`: a row per stock item with its quantities. The rows are under the key `products`, as in the real API.
class Stock : public Collection {
 public:
  /// `catalogue` must outlive the collection.
  Stock(const StoreOptions& options, const Catalogue& catalogue)
      : listed_(options.stock), counts_all_warehouses_(options.settings.counts_all_warehouses), catalogue_(catalogue) {}

  Found find(Parameters& parameters) override;

 private:
  RecordTable render(bool attributes, bool physical_stock) const;

  std::size_t listed_;
  bool counts_all_warehouses_;
  const Catalogue& catalogue_;
  /// Indexed by whether there are attributes, then whether there is physical stock.
  std::array<std::array<Lazy<RecordTable>, 2>, 2> tables_;
};

}  // namespace decant::sandbox
