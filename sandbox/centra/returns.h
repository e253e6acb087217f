#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/collection.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/lazy.h"
#include "sandbox/data/local_time.h"
#include "sandbox/data/record_table.h"

namespace decant::sandbox {

/// `returns`: newest first.
class Returns : public Collection {
 public:
  /// `catalogue` must outlive the collection.
  Returns(StoreOptions options, const Catalogue& catalogue) : options_(std::move(options)), catalogue_(catalogue) {}

  Found find(Parameters& parameters) override;

 private:
  /// What can be filtered by.
  struct Key {
    std::int64_t id = 0;
    std::int64_t order = 0;
    std::int64_t customer = 0;
    std::string selection;
    LocalTime date;
  };
  struct Data {
    std::vector<Key> keys;
    RecordTable table;
  };
  Data build() const;

  StoreOptions options_;
  const Catalogue& catalogue_;
  Lazy<Data> data_;
};

}  // namespace decant::sandbox
