#pragma once

#include <utility>
#include <vector>

#include "sandbox/centra/collection.h"
#include "sandbox/centra/customer.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/lazy.h"
#include "sandbox/data/record_table.h"

namespace decant::sandbox {

/// `customers`: oldest first.
class Customers : public Collection {
 public:
  explicit Customers(StoreOptions options) : options_(std::move(options)) {}

  Found find(Parameters& parameters) override;
  std::optional<std::size_t> row_of(std::string_view id) override;

 private:
  struct Data {
    std::vector<Customer> customers;
    RecordTable table;
  };
  const Data& data();
  Data build() const;

  StoreOptions options_;
  Lazy<Data> data_;
};

}  // namespace decant::sandbox
