#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/drift.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/local_time.h"

namespace decant::sandbox {

/// What is sent back of an order's first shipment, before it is written down.
struct OrderReturn {
  std::int64_t id = 0;
  /// The order's index in the list of orders.
  std::size_t order = 0;
  LocalTime date;
  /// How many of the lines, from the first.
  std::size_t lines = 1;
  /// Bits for the many small choices of a return's row.
  std::uint64_t traits = 0;
  Revision revision;
};

/// The returns of the present version, oldest first: of one in eleven of the orders that were sent in the beginning,
/// and those that the versions added.
std::vector<OrderReturn> make_returns(const StoreOptions& options, const Catalogue& catalogue);

}  // namespace decant::sandbox
