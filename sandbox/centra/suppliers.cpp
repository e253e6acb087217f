#include "sandbox/centra/suppliers.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>

#include "sandbox/centra/supplier_order.h"

namespace decant::sandbox {
namespace {

constexpr std::size_t kBytesPerSupplier = 400;
constexpr std::int64_t kFirstDelivery = 88;

}  // namespace

const RecordTable& SupplierOrders::table() {
  return table_.get([&] {
    const std::vector<SupplierOrder> orders = make_supplier_orders(options_, catalogue_);
    RecordTable table(orders.size(), kBytesPerSupplier);
    for (const SupplierOrder& order : orders) {
      table.add([&](std::string& out) { append_supplier_order(out, order, detail_, catalogue_); });
    }
    return table;
  });
}

Found SupplierOrders::find(Parameters& /*parameters*/) { return {.table = &table()}; }

std::optional<std::size_t> SupplierOrders::row_of(std::string_view id) {
  return row_of_number(id, kFirstSupplierOrder, table().rows());
}

const SupplierDeliveries::Data& SupplierDeliveries::data() {
  return data_.get([&] {
    Data data;
    for (const SupplierOrder& order : make_supplier_orders(options_, catalogue_)) {
      for (std::size_t delivery = 0; delivery < order.deliveries; ++delivery) {
        const std::int64_t id = kFirstDelivery + static_cast<std::int64_t>(data.table.rows());
        data.delivery_ids.push_back(fmt::format("{}-{}", order.number, delivery + 1));
        data.table.add(
            [&](std::string& out) { append_supplier_delivery(out, order, delivery, id, detail_, catalogue_); });
      }
    }
    return data;
  });
}

Found SupplierDeliveries::find(Parameters& /*parameters*/) { return {.table = &data().table}; }

std::optional<std::size_t> SupplierDeliveries::row_of(std::string_view id) {
  const std::vector<std::string>& ids = data().delivery_ids;
  if (const auto found = std::ranges::find(ids, id); found != ids.end()) {
    return static_cast<std::size_t>(found - ids.begin());
  }
  return row_of_number(id, kFirstDelivery, ids.size());
}

}  // namespace decant::sandbox
