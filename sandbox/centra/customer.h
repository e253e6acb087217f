#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sandbox/centra/drift.h"
#include "sandbox/centra/markets.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/local_time.h"

namespace decant::sandbox {

inline constexpr std::int64_t kFirstCustomerId = 41;

/// Who a customer is; what an order needs to know of them.
struct Customer {
  std::int64_t id = 0;
  std::string_view first_name;
  std::string_view last_name;
  std::string email;
  const Country* country = nullptr;
  LocalTime created;
  LocalTime modified;
  Revision revision;
};

/// The customer at `index` of the list; they are listed in the order in which they were created.
Customer make_customer(const StoreOptions& options, std::size_t index);

/// How many of the first customers had been created by `time`; at least one, for orders need a customer.
std::size_t customers_by(const StoreOptions& options, LocalTime time);

}  // namespace decant::sandbox
