#pragma once

#include "sandbox/centra/order.h"
#include "sandbox/centra/order_line_json.h"
#include "sandbox/data/json_writer.h"

namespace decant::sandbox {

/// The members `deliveryName` … `deliveryCountry`. The short form leaves out most of them.
void write_delivery_address(JsonWriter& json, const Order& order, OrderForm form);

/// The members `billingName` … `billingVAT`. The short form has the last only.
void write_billing_address(JsonWriter& json, const Order& order, OrderForm form);

/// The member `taxBreakdown`; empty where no tax is included.
void write_tax_breakdown(JsonWriter& json, const Order& order);

}  // namespace decant::sandbox
