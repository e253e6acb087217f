#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/collection.h"
#include "sandbox/centra/order.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/lazy.h"
#include "sandbox/data/local_time.h"
#include "sandbox/data/record_table.h"

namespace decant::sandbox {

/// `shipments`: three work lists, of which one is asked for by `status`; each oldest first. A shipment appears once its
/// order is processed, and its date is that of its creation.
class Shipments : public Collection {
 public:
  /// `catalogue` must outlive the collection.
  Shipments(StoreOptions options, const Catalogue& catalogue) : options_(std::move(options)), catalogue_(catalogue) {}

  Found find(Parameters& parameters) override;

 private:
  /// Where a shipment is to be found.
  struct Place {
    LocalTime date;
    std::size_t order = 0;
    std::size_t shipment = 0;
  };
  struct Key {
    std::int64_t order = 0;
    LocalTime date;
  };
  struct WorkList {
    std::vector<Key> keys;
    RecordTable table;
  };
  /// Indexed by `ShipmentStatus`.
  using Places = std::array<std::vector<Place>, 3>;

  Places sort_out() const;
  WorkList build(const std::vector<Place>& places) const;

  StoreOptions options_;
  const Catalogue& catalogue_;
  Lazy<Places> places_;
  std::array<Lazy<WorkList>, 3> lists_;
};

}  // namespace decant::sandbox
