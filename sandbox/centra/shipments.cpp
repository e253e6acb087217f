#include "sandbox/centra/shipments.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>

#include "sandbox/centra/shipment_json.h"

namespace decant::sandbox {
namespace {

constexpr std::size_t kBytesPerShipment = 2800;
constexpr std::size_t kLargestPageOfOthers = 100;
constexpr std::array<std::string_view, 3> kStatuses{"goodtogo", "inprogress", "completed"};

}  // namespace

Shipments::Places Shipments::sort_out() const {
  Places places;
  const std::size_t orders = Drift(options_).grown(options_.orders);
  for (std::size_t index = 0; index < orders; ++index) {
    const Order order = make_order(options_, catalogue_, index);
    if (!is_visible(order, options_.settings)) continue;
    for (std::size_t i = 0; i < order.shipments.size(); ++i) {
      const OrderShipment& shipment = order.shipments[i];
      places[static_cast<std::size_t>(shipment.status)].push_back({shipment.created, index, i});
    }
  }
  for (std::vector<Place>& list : places) {
    std::ranges::sort(list, {}, [](const Place& place) { return std::tuple(place.date, place.order, place.shipment); });
  }
  return places;
}

Shipments::WorkList Shipments::build(const std::vector<Place>& places) const {
  WorkList list{.keys = {}, .table = RecordTable(places.size(), kBytesPerShipment)};
  list.keys.reserve(places.size());
  for (const Place& place : places) {
    const Order order = make_order(options_, catalogue_, place.order);
    list.keys.push_back({order.number, place.date});
    list.table.add(
        [&](std::string& out) { append_shipment(out, order, place.shipment, catalogue_, options_.settings.bundles); });
  }
  return list;
}

Found Shipments::find(Parameters& parameters) {
  const std::size_t status = parameters.choice("status", kStatuses).value_or(0);
  const auto number = parameters.integer("order", 0);
  const auto newer_than = parameters.time("newer_than");
  const auto older_than = parameters.time("older_than");
  const Places& places = places_.get([&] { return sort_out(); });
  const WorkList& list = lists_[status].get([&] { return build(places[status]); });
  return {.table = &list.table,
          .matches =
              [&list, number, newer_than, older_than](std::size_t row) {
                const Key& key = list.keys[row];
                return (!number || key.order == *number) && (!newer_than || key.date >= *newer_than) &&
                       (!older_than || key.date < *older_than);
              },
          .largest_page = status == 0 ? Window::kAll : kLargestPageOfOthers};
}

}  // namespace decant::sandbox
