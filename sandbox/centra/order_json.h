#pragma once

#include <string>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/order.h"

namespace decant::sandbox {

/// Appends the order as a JSON object.
void append_order(std::string& out, const Order& order, const Catalogue& catalogue, BundleMode bundles);

}  // namespace decant::sandbox
