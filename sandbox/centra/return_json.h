#pragma once

#include <string>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/order.h"
#include "sandbox/centra/order_return.h"

namespace decant::sandbox {

/// Appends the return as a JSON object. `order` is the one that it is of.
void append_return(std::string& out, const OrderReturn& made, const Order& order, const Catalogue& catalogue);

/// The number that Centra gives a shipment inside, unlike `5001-1`.
std::int64_t internal_shipment_id(const Order& order);

}  // namespace decant::sandbox
