#pragma once

#include <cstddef>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/order.h"
#include "sandbox/centra/plugin_settings.h"
#include "sandbox/data/json_writer.h"

namespace decant::sandbox {

/// How much of an order is written. The full form has every documented key; the short form leaves out keys without a
/// value, the billing address and figures that follow from others, like the samples of the documentation. Most orders
/// take the short form so that the average order has the size of a real one.
enum class OrderForm { brief, full };

/// The member `products` of an order: its lines, bundles as the plugin's setting wants them.
void write_order_lines(JsonWriter& json, const Order& order, const Catalogue& catalogue, OrderForm form,
                       BundleMode bundles);

/// The member `products` of a shipment: the lines that are sent with it. They have less about money than an order's
/// lines, no brand, and quantities per warehouse as text.
void write_shipment_lines(JsonWriter& json, const Order& order, std::size_t shipment, const Catalogue& catalogue,
                          BundleMode bundles);

}  // namespace decant::sandbox
