#include "sandbox/centra/stock.h"

#include <fmt/core.h>

#include <string>

#include "sandbox/centra/item_filter.h"
#include "sandbox/centra/item_json.h"

namespace decant::sandbox {
namespace {

constexpr std::size_t kBytesPerStockRow = 700;

// The main warehouse has three quarters.
std::int64_t counted(std::int64_t quantity, bool all_warehouses) {
  return all_warehouses ? quantity : quantity - quantity / 4;
}

void write_quantities(JsonWriter& json, const Item& item, bool physical_stock, bool all_warehouses) {
  const std::int64_t arrived = item.revision.changed() ? item.revision.version : 0;
  const std::int64_t allocated = counted(item.allocated, all_warehouses);
  const std::int64_t available = counted(item.available + arrived, all_warehouses);
  if (physical_stock) json.integer("physicalStock", allocated + available);
  json.integer("allocatedStock", allocated);
  json.integer("availableStock", available);
}

void write_what_is_new(JsonWriter& json, const Item& item) {
  if (item.revision.has_new_fields()) json.integer("incomingStock", item.available % 7);
  if (!item.revision.has_new_shape()) return;
  json.begin_list("locations");
  json.begin_object();
  json.text("warehouse", "Main");
  json.text("shelf", fmt::format("A-{:03}", item.stock_item_id % 1000));
  json.end_object();
  json.end_list();
}

}  // namespace

RecordTable Stock::render(bool attributes, bool physical_stock) const {
  const std::size_t rows = catalogue_.listed_items(listed_);
  RecordTable table(rows, kBytesPerStockRow);
  for (std::size_t row = 0; row < rows; ++row) {
    const Item& item = catalogue_.listed_item(row, listed_);
    const Product& product = catalogue_.product_of(item);
    table.add([&](std::string& out) {
      JsonWriter json(out, product.non_ascii);
      json.begin_object();
      write_item(json, item, product);
      if (!item.revision.has_new_shape()) json.text("store", "Retail");
      json.text_or_null("categoryName", std::nullopt);
      write_quantities(json, item, physical_stock, counts_all_warehouses_);
      json.time("createdAt", product.created);
      write_what_is_new(json, item);
      if (attributes) write_attributes(json, item, product);
      json.end_object();
    });
  }
  return table;
}

Found Stock::find(Parameters& parameters) {
  const ItemFilter filter(parameters);
  const bool attributes = parameters.lists("include", "attributes");
  const bool physical_stock = !parameters.lists("exclude", "physicalStock");
  Lazy<RecordTable>& lazy = tables_[attributes ? 1 : 0][physical_stock ? 1 : 0];
  const RecordTable& table = lazy.get([&] { return render(attributes, physical_stock); });
  return found_items(catalogue_, listed_, table, filter);
}

}  // namespace decant::sandbox
