#pragma once

#include <array>
#include <cstddef>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/collection.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/lazy.h"
#include "sandbox/data/record_table.h"

namespace decant::sandbox {

/// `products`: a row per stock item, with texts, images and prices.
class Products : public Collection {
 public:
  /// `catalogue` must outlive the collection.
  Products(const StoreOptions& options, const Catalogue& catalogue)
      : listed_(options.products), catalogue_(catalogue) {}

  Found find(Parameters& parameters) override;

 private:
  RecordTable render(bool attributes) const;

  std::size_t listed_;
  const Catalogue& catalogue_;
  /// Without and with attributes.
  std::array<Lazy<RecordTable>, 2> tables_;
};

}  // namespace decant::sandbox
