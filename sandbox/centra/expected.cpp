#include "sandbox/centra/expected.h"

#include <array>
#include <string_view>
#include <vector>

#include "sandbox/data/json_writer.h"
#include "sandbox/data/table_rows.h"

namespace decant::sandbox {
namespace {

// Records under the name of the table that they become.
struct View {
  std::string_view table;
  std::string_view path;
  std::string_view query;
};

constexpr std::array<View, 10> kResources{{
    {"products", "products", ""},
    {"stock", "stock", ""},
    {"customers", "customers", ""},
    {"orders", "orders", ""},
    {"shipments", "shipments", ""},
    {"returns", "returns", ""},
    {"supplier_orders", "supplier-orders", ""},
    {"supplier_deliveries", "supplier-deliveries", ""},
    {"vouchers", "vouchers/{id}", ""},
    {"customer", "customers/{id}", ""},
}};

constexpr std::array<View, 7> kOtherViews{{
    {"products", "products", "include=attributes"},
    {"stock", "stock", "include=attributes"},
    {"shipments", "shipments", "status=inprogress"},
    {"shipments", "shipments", "status=completed"},
    {"supplier_order", "supplier-orders/{id}", ""},
    {"supplier_delivery", "supplier-deliveries/{id}", ""},
    {"supplier_delivery_details", "supplier-deliveries/{id}/details", ""},
}};

void write_tables(JsonWriter& json, const TableRows& rows) {
  json.begin_object("tables");
  for (const auto& [table, count] : rows) json.integer(table, static_cast<std::int64_t>(count));
  json.end_object();
}

std::string address_of(const View& view) {
  std::string address(view.path);
  if (!view.query.empty()) address.append("?").append(view.query);
  return address;
}

// Endpoints that are not enabled are left out.
void write_view(JsonWriter& json, const OrderApi& api, std::string_view name, const View& view) {
  Collection* collection = api.collection(view.path);
  if (collection == nullptr) return;
  Parameters parameters(view.query);
  const Found found = collection->find(parameters);
  TableRows rows;
  std::int64_t records = 0;
  for (std::size_t row = 0; row < found.table->rows(); ++row) {
    if (found.matches && !found.matches(row)) continue;
    ++records;
    count_rows(found.table->row(row), std::string(view.table), rows);
  }
  json.begin_object(name);
  json.text("path", address_of(view));
  if (const std::vector<std::string> ids = collection->unlisted_ids(); !ids.empty()) {
    json.begin_list("ids");
    for (const std::string& id : ids) json.text_element(id);
    json.end_list();
  }
  json.integer("records", records);
  write_tables(json, rows);
  json.end_object();
}

}  // namespace

std::string expected_json(const OrderApi& api, const Drift& drift) {
  std::string body;
  JsonWriter json(body, NonAscii::raw, Slashes::plain);
  json.begin_object();
  json.integer("drift", drift.version());
  json.time("clock", drift.now());
  json.begin_object("resources");
  for (const View& view : kResources) write_view(json, api, view.table, view);
  json.end_object();
  json.begin_object("views");
  for (const View& view : kOtherViews) write_view(json, api, address_of(view), view);
  json.end_object();
  json.end_object();
  return body;
}

}  // namespace decant::sandbox
