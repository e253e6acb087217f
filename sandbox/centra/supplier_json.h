#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/supplier_order.h"

namespace decant::sandbox {

/// How much a record of the supplier endpoints says.
enum class SupplierDetail {
  /// A row of the list.
  none,
  /// And its `products`.
  products,
  /// Of a delivery only: and the customers' `orders` that wait for it.
  orders,
};

/// Appends the supplier order as a JSON object.
void append_supplier_order(std::string& out, const SupplierOrder& order, SupplierDetail detail,
                           const Catalogue& catalogue);

/// Appends one of the order's deliveries as a JSON object. `id` is its number among all deliveries.
void append_supplier_delivery(std::string& out, const SupplierOrder& order, std::size_t delivery, std::int64_t id,
                              SupplierDetail detail, const Catalogue& catalogue);

}  // namespace decant::sandbox
