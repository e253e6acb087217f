#pragma once

#include <cstddef>
#include <string>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/order.h"
#include "sandbox/centra/plugin_settings.h"

namespace decant::sandbox {

/// Appends one of the order's shipments as a JSON object.
void append_shipment(std::string& out, const Order& order, std::size_t shipment, const Catalogue& catalogue,
                     BundleMode bundles);

}  // namespace decant::sandbox
