#pragma once

#include <array>
#include <utility>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/endpoint.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/lazy.h"
#include "sandbox/data/record_table.h"

namespace decant::sandbox {

/// `stock`: a row per stock item with its quantities. The rows are under the key `products`, as in the real API.
class StockEndpoint : public Endpoint {
 public:
  /// `catalogue` must outlive the endpoint.
  StockEndpoint(StoreOptions options, const Catalogue& catalogue)
      : options_(std::move(options)), catalogue_(catalogue) {}

  Response get(Parameters& parameters) override;

 private:
  RecordTable render(bool attributes, bool physical_stock) const;

  StoreOptions options_;
  const Catalogue& catalogue_;
  /// Indexed by whether there are attributes, then whether there is physical stock.
  std::array<std::array<Lazy<RecordTable>, 2>, 2> tables_;
};

}  // namespace decant::sandbox
