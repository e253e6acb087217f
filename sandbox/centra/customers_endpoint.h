#pragma once

#include <utility>
#include <vector>

#include "sandbox/centra/customers.h"
#include "sandbox/centra/endpoint.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/lazy.h"
#include "sandbox/data/record_table.h"

namespace decant::sandbox {

/// `customers`: oldest first, paged by `limit` and `offset`.
class CustomersEndpoint : public Endpoint {
 public:
  explicit CustomersEndpoint(StoreOptions options) : options_(std::move(options)) {}

  Response get(Parameters& parameters) override;

 private:
  struct Data {
    std::vector<Customer> customers;
    RecordTable table;
  };
  Data build() const;

  StoreOptions options_;
  Lazy<Data> data_;
};

}  // namespace decant::sandbox
