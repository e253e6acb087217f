#include "sandbox/centra/orders.h"

#include <string>

#include "sandbox/centra/order.h"
#include "sandbox/centra/order_json.h"

namespace decant::sandbox {
namespace {

constexpr std::size_t kBytesPerOrder = 1400;

}  // namespace

Orders::Data Orders::build() const {
  const std::size_t count = Drift(options_).grown(options_.orders);
  Data data{.keys = {}, .table = RecordTable(count, kBytesPerOrder)};
  data.keys.reserve(count);
  for (std::size_t index = 0; index < count; ++index) {
    const Order order = make_order(options_, catalogue_, index);
    if (!is_visible(order, options_.settings)) continue;
    data.keys.push_back({order.number, order.customer.id, order.date});
    data.table.add([&](std::string& out) { append_order(out, order, catalogue_, options_.settings.bundles); });
  }
  return data;
}

Found Orders::find(Parameters& parameters) {
  const auto number = parameters.integer("order", 0);
  const auto customer = parameters.integer("customer_id", 0);
  const auto newer_than = parameters.time("newer_than");
  const auto older_than = parameters.time("older_than");
  const Data& data = data_.get([&] { return build(); });
  if (!number && !customer && !newer_than && !older_than) return {.table = &data.table};
  return {.table = &data.table, .matches = [&data, number, customer, newer_than, older_than](std::size_t row) {
            const Key& key = data.keys[row];
            return (!number || key.number == *number) && (!customer || key.customer == *customer) &&
                   (!newer_than || key.date >= *newer_than) && (!older_than || key.date < *older_than);
          }};
}

}  // namespace decant::sandbox
