#pragma once

#include <string>

#include "sandbox/centra/drift.h"
#include "sandbox/centra/order_api.h"

namespace decant::sandbox {

/// What a full load of the store's present version must find, as JSON: for each resource its path, the number of its
/// records, and the rows of the tables that they become; the same for further views of the endpoints, by path.
std::string expected_json(const OrderApi& api, const Drift& drift);

}  // namespace decant::sandbox
