#include "sandbox/centra/returns.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "sandbox/centra/order.h"
#include "sandbox/centra/order_return.h"
#include "sandbox/centra/return_json.h"

namespace decant::sandbox {
namespace {

constexpr std::size_t kBytesPerReturn = 1000;

// A filter that was not sent accepts everything.
template <typename Wanted>
bool equals(const std::optional<Wanted>& wanted, const Wanted& value) {
  return !wanted || *wanted == value;
}

}  // namespace

Returns::Data Returns::build() const {
  std::vector<OrderReturn> returns = make_returns(options_, catalogue_);
  std::ranges::reverse(returns);
  Data data{.keys = {}, .table = RecordTable(returns.size(), kBytesPerReturn)};
  data.keys.reserve(returns.size());
  for (const OrderReturn& made : returns) {
    const Order order = make_order(options_, catalogue_, made.order);
    data.keys.push_back({made.id, order.number, order.customer.id, order.selection_id, made.date});
    data.table.add([&](std::string& out) { append_return(out, made, order, catalogue_); });
  }
  return data;
}

Found Returns::find(Parameters& parameters) {
  const auto id = parameters.integer("return", 0);
  const auto shipment = parameters.text("shipment");
  const auto order = parameters.integer("order", 0);
  const auto selection = parameters.text("selection");
  const auto customer = parameters.integer("customer_id", 0);
  const auto newer_than = parameters.time("newer_than");
  const auto older_than = parameters.time("older_than");
  const Data& data = data_.get([&] { return build(); });
  return {.table = &data.table, .matches = [=, &data](std::size_t row) {
            const Key& key = data.keys[row];
            return equals(id, key.id) && equals(order, key.order) && equals(selection, key.selection) &&
                   equals(customer, key.customer) && (!shipment || *shipment == fmt::format("{}-1", key.order)) &&
                   (!newer_than || key.date >= *newer_than) && (!older_than || key.date < *older_than);
          }};
}

}  // namespace decant::sandbox
