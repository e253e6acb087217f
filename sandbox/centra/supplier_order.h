#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/drift.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/local_time.h"
#include "sandbox/data/money.h"

namespace decant::sandbox {

inline constexpr std::int64_t kFirstSupplierOrder = 31;

struct Supplier {
  std::string_view name;
  std::string_view country;
  std::string_view currency;
};

/// A size that the store buys.
struct SupplierLine {
  const Item* item = nullptr;
  std::int64_t quantity = 0;
  Money cost;
};

/// A confirmed order to a supplier, before it is written down. Its last `deliveries` lines, at most, are still to come,
/// each in a delivery of its own.
struct SupplierOrder {
  std::int64_t number = 0;
  const Supplier* supplier = nullptr;
  LocalTime created;
  LocalTime departs;
  LocalTime arrives;
  std::string_view message;
  std::vector<SupplierLine> lines;
  std::size_t deliveries = 0;
  /// Bits for the many small choices of a row.
  std::uint64_t traits = 0;
  Revision revision;

  std::int64_t quantity() const;
  const SupplierLine& line_of_delivery(std::size_t delivery) const { return lines[lines.size() - 1 - delivery]; }
};

/// The supplier orders of the present version, oldest first.
std::vector<SupplierOrder> make_supplier_orders(const StoreOptions& options, const Catalogue& catalogue);

}  // namespace decant::sandbox
