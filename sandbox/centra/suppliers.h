#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/collection.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/centra/supplier_json.h"
#include "sandbox/data/lazy.h"
#include "sandbox/data/record_table.h"

namespace decant::sandbox {

/// `supplier-orders`, as a list or one by one with their products: all confirmed ones, oldest first.
class SupplierOrders : public Collection {
 public:
  /// `catalogue` must outlive the collection.
  SupplierOrders(StoreOptions options, const Catalogue& catalogue, SupplierDetail detail)
      : options_(std::move(options)), catalogue_(catalogue), detail_(detail) {}

  Found find(Parameters& parameters) override;
  std::optional<std::size_t> row_of(std::string_view id) override;

 private:
  const RecordTable& table();

  StoreOptions options_;
  const Catalogue& catalogue_;
  SupplierDetail detail_;
  Lazy<RecordTable> table_;
};

/// `supplier-deliveries`, as a list or one by one: those not yet accepted. Each has two ids by which it is found, `id`
/// and `deliveryId`.
class SupplierDeliveries : public Collection {
 public:
  /// `catalogue` must outlive the collection.
  SupplierDeliveries(StoreOptions options, const Catalogue& catalogue, SupplierDetail detail)
      : options_(std::move(options)), catalogue_(catalogue), detail_(detail) {}

  Found find(Parameters& parameters) override;
  std::optional<std::size_t> row_of(std::string_view id) override;

 private:
  struct Data {
    std::vector<std::string> delivery_ids;
    RecordTable table;
  };
  const Data& data();

  StoreOptions options_;
  const Catalogue& catalogue_;
  SupplierDetail detail_;
  Lazy<Data> data_;
};

}  // namespace decant::sandbox
