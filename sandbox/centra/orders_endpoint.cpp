#include "sandbox/centra/orders_endpoint.h"

#include <string>

#include "sandbox/centra/envelope.h"
#include "sandbox/centra/offset_window.h"
#include "sandbox/centra/order.h"
#include "sandbox/centra/order_json.h"

namespace decant::sandbox {
namespace {

constexpr std::size_t kBytesPerRow = 1400;

}  // namespace

OrdersEndpoint::Data OrdersEndpoint::build() const {
  Data data{.keys = {}, .table = RecordTable(options_.orders, kBytesPerRow)};
  data.keys.reserve(options_.orders);
  for (std::size_t index = 0; index < options_.orders; ++index) {
    const Order order = make_order(options_, catalogue_, index);
    data.keys.push_back({order.number, order.customer.id, order.date});
    data.table.add([&](std::string& out) { append_order(out, order, catalogue_); });
  }
  return data;
}

Response OrdersEndpoint::get(Parameters& parameters) {
  const Window window = offset_window(parameters, options_.page_limit);
  const auto number = parameters.integer("order", 0);
  const auto customer = parameters.integer("customer_id", 0);
  const auto newer_than = parameters.time("newer_than");
  const auto older_than = parameters.time("older_than");
  if (!parameters.faults().empty()) return fault_response(parameters);
  const Data& data = data_.get([&] { return build(); });
  if (!number && !customer && !newer_than && !older_than) {
    return page_response("orders", data.table, select_rows(data.keys.size(), window));
  }
  const RowSelection selection = select_rows(data.keys.size(), window, [&](std::size_t row) {
    const Key& key = data.keys[row];
    return (!number || key.number == *number) && (!customer || key.customer == *customer) &&
           (!newer_than || key.date >= *newer_than) && (!older_than || key.date < *older_than);
  });
  return page_response("orders", data.table, selection);
}

}  // namespace decant::sandbox
