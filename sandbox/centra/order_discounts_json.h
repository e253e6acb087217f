#pragma once

#include "sandbox/centra/order.h"
#include "sandbox/data/json_writer.h"

namespace decant::sandbox {

/// The member `discounts` of an order: the sum as text and as number, the vouchers and the automatic discounts. Amounts
/// are negative. The real API spells one number `…AsNumber` and the next `…AsANumber`; so does this.
void write_order_discounts(JsonWriter& json, const Order& order);

}  // namespace decant::sandbox
