#pragma once

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/order.h"
#include "sandbox/data/json_writer.h"

namespace decant::sandbox {

/// How much of an order is written. The full form has every documented key; the short form leaves out keys without a
/// value, the billing address and figures that follow from others, like the samples of the documentation. Most orders
/// take the short form so that the average order has the size of a real one.
enum class OrderForm { brief, full };

/// The member `products` of an order: its lines, with a nested list `bundle` where a line is a bundle.
void write_order_lines(JsonWriter& json, const Order& order, const Catalogue& catalogue, OrderForm form);

}  // namespace decant::sandbox
