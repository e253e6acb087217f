#pragma once

#include <array>
#include <utility>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/endpoint.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/lazy.h"
#include "sandbox/data/record_table.h"

namespace decant::sandbox {

/// `products`: a row per stock item, with texts, images and prices.
class ProductsEndpoint : public Endpoint {
 public:
  /// `catalogue` must outlive the endpoint.
  ProductsEndpoint(StoreOptions options, const Catalogue& catalogue)
      : options_(std::move(options)), catalogue_(catalogue) {}

  Response get(Parameters& parameters) override;

 private:
  RecordTable render(bool attributes) const;

  StoreOptions options_;
  const Catalogue& catalogue_;
  /// Without and with attributes.
  std::array<Lazy<RecordTable>, 2> tables_;
};

}  // namespace decant::sandbox
