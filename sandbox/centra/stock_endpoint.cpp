#include "sandbox/centra/stock_endpoint.h"

#include <string>

#include "sandbox/centra/envelope.h"
#include "sandbox/centra/item_json.h"
#include "sandbox/centra/item_request.h"

namespace decant::sandbox {
namespace {

constexpr std::size_t kBytesPerRow = 700;

void write_quantities(JsonWriter& json, const Item& item, bool physical_stock) {
  if (physical_stock) json.integer("physicalStock", item.allocated + item.available);
  json.integer("allocatedStock", item.allocated);
  json.integer("availableStock", item.available);
}

}  // namespace

RecordTable StockEndpoint::render(bool attributes, bool physical_stock) const {
  RecordTable table(options_.stock, kBytesPerRow);
  for (std::size_t row = 0; row < options_.stock; ++row) {
    const Item& item = catalogue_.items()[row];
    const Product& product = catalogue_.product_of(item);
    table.add([&](std::string& out) {
      JsonWriter json(out, product.non_ascii);
      json.begin_object();
      write_item(json, item, product);
      json.text("store", "Retail");
      json.text_or_null("categoryName", std::nullopt);
      write_quantities(json, item, physical_stock);
      json.time("createdAt", product.created);
      if (attributes) write_attributes(json, item, product);
      json.end_object();
    });
  }
  return table;
}

Response StockEndpoint::get(Parameters& parameters) {
  const ItemRequest request(parameters, options_.page_limit);
  const bool attributes = parameters.lists("include", "attributes");
  const bool physical_stock = !parameters.lists("exclude", "physicalStock");
  if (!parameters.faults().empty()) return fault_response(parameters);
  Lazy<RecordTable>& lazy = tables_[attributes ? 1 : 0][physical_stock ? 1 : 0];
  const RecordTable& table = lazy.get([&] { return render(attributes, physical_stock); });
  const RowSelection selection = request.select(catalogue_, table.rows());
  return page_response("products", table, selection, request.links(selection));
}

}  // namespace decant::sandbox
