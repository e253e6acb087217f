#include "source/centra/plugin_settings.h"

#include <algorithm>
#include <array>

namespace decant::source::centra {

namespace {

/// Why a list may be empty although the store has such records, after Centra's page on the plugin's settings.
struct EmptyList {
  std::string_view resource;
  std::string_view reason;
};
constexpr std::array kEmptyLists{
    EmptyList{"products", "the plugin sees the products of its own store alone: is it the plugin of the right store?"},
    EmptyList{"stock", "the plugin sees the products of its own store alone: is it the plugin of the right store?"},
    EmptyList{
        "orders",
        "the plugin's settings \"Markets filtering\" and \"Get orders with status\" decide which orders are seen, "
        "and orders on hold or waiting for payment are left out unless it returns them"},
    EmptyList{"shipments",
              "the plugin's settings \"Markets filtering\" and \"Get orders with status\" decide which shipments are "
              "seen; without a status only those that are good to go"},
    EmptyList{"supplier_orders", "only confirmed supplier orders are seen"},
    EmptyList{"supplier_deliveries",
              "only deliveries are seen that are not accepted yet and go to the plugin's supplier delivery warehouse"}};

bool has_field(const Sample& sample, std::string_view field) {
  return std::find(sample.fields.begin(), sample.fields.end(), field) != sample.fields.end();
}

}  // namespace

std::string plugin_advice(std::string_view resource, const Sample& sample) {
  if (!sample.was_asked) return {};
  if (sample.records == 0) {
    for (const auto& list : kEmptyLists) {
      if (list.resource == resource) return std::string(list.reason);
    }
    return {};
  }
  if (resource == "stock" && !has_field(sample, "availableStock"))
    return "no stock figures: choose the warehouses in the plugin's settings \"Primary warehouse\" and \"Virtual "
           "warehouse\"";
  return {};
}

}  // namespace decant::source::centra
