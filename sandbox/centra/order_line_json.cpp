#include "sandbox/centra/order_line_json.h"

#include <string_view>
#include <vector>

namespace decant::sandbox {
namespace {

constexpr std::int64_t kNotInBundle = 0;

std::string_view or_empty(const std::optional<std::string_view>& text) { return text.value_or(""); }

void write_codes(JsonWriter& json, const OrderLine& line, const Product& product, OrderForm form) {
  const Item& item = *line.item;
  json.digits("lineId", line.id);
  json.text("sku", product.sku);
  json.text("variantSku", item.variant_sku);
  json.text("sizeSku", item.size_sku);
  json.text("ean", item.ean);
  if (form == OrderForm::full) json.text("upc", item.upc.value_or(""));
  json.text("name", product.name);
  if (form == OrderForm::brief) return;
  json.text("variant", item.variant);
  json.text("brand", or_empty(product.brand));
  json.text("size", or_empty(item.size));
  json.text("countryOfOrigin", product.country_of_origin);
  json.text("harmCode", product.harm_code);
  json.text("comment", line.comment);
}

void write_discount(JsonWriter& json, const OrderLine& line) {
  json.money("priceDiscount", line.price - line.original_price);
  json.integer("priceDiscountAsPercent", line.discount_percent);
}

void write_amounts(JsonWriter& json, const OrderLine& line, OrderForm form) {
  const bool discounted = line.discount_percent != 0;
  json.integer("qty", line.quantity);
  json.money("originalPrice", line.original_price);
  json.money("price", line.price);
  if (discounted || form == OrderForm::full) write_discount(json, line);
  if (form == OrderForm::full) {
    json.money("priceEachWithoutTax", line.price - line.tax_per_unit());
    json.money("priceEachReduction", line.original_price - line.price);
  }
  json.integer("taxPercent", line.tax_percent);
  if (form == OrderForm::full) {
    json.money("taxValue", line.tax_per_unit());
    json.money("totalTaxValue", line.total_tax());
  }
  json.money("totalPrice", line.total());
  if (form == OrderForm::full) {
    json.money("totalPriceWithoutTax", line.total() - line.total_tax());
    json.money("totalPriceWithTax", line.total());
  }
  json.boolean("anyDiscount", discounted);
}

// A size that is called otherwise in the customer's country. In the full form the key is there without one too, and
// then PHP writes the empty map as a list.
void write_localized_size(JsonWriter& json, const Order& order, const OrderLine& line, OrderForm form) {
  const bool localized = order.customer.country->code == "US" && line.item->size_sku.starts_with('0');
  if (!localized) {
    if (form == OrderForm::full) json.empty("localizedSize");
    return;
  }
  json.begin_object("localizedSize");
  json.text("localizedSize", line.item->size_sku == "038" ? "5 ½" : "US 7+");
  json.text("localizationDefinitionName", "US shoes");
  json.end_object();
}

void write_warehouses(JsonWriter& json, const OrderLine& line) {
  json.begin_list("warehouses");
  const bool split = line.quantity > 2;
  json.begin_object();
  json.text("name", "Main");
  json.integer("itemQty", split ? line.quantity - 1 : line.quantity);
  json.end_object();
  if (split) {
    json.begin_object();
    json.text("name", "Malmö butik");
    json.integer("itemQty", 1);
    json.end_object();
  }
  json.end_list();
}

void write_lines(JsonWriter& json, std::string_view name, const std::vector<OrderLine>& lines, std::int64_t bundle,
                 const Order& order, const Catalogue& catalogue, OrderForm form);

void write_line(JsonWriter& json, const OrderLine& line, std::int64_t bundle, const Order& order,
                const Catalogue& catalogue, OrderForm form) {
  const Product& product = catalogue.product_of(*line.item);
  json.begin_object();
  write_codes(json, line, product, form);
  write_amounts(json, line, form);
  if (form == OrderForm::full) {
    json.money("weight", product.weight);
    json.text("weightUnit", product.weight_unit);
  }
  if (!line.comment.empty()) json.text("otherComment", line.comment);
  json.boolean("isBundle", !line.parts.empty());
  if (bundle != kNotInBundle) json.digits("isPartOfBundle", bundle);
  if (!line.parts.empty()) write_lines(json, "bundle", line.parts, line.id, order, catalogue, form);
  write_localized_size(json, order, line, form);
  write_warehouses(json, line);
  json.end_object();
}

void write_lines(JsonWriter& json, std::string_view name, const std::vector<OrderLine>& lines, std::int64_t bundle,
                 const Order& order, const Catalogue& catalogue, OrderForm form) {
  json.begin_list(name);
  for (const OrderLine& line : lines) write_line(json, line, bundle, order, catalogue, form);
  json.end_list();
}

}  // namespace

void write_order_lines(JsonWriter& json, const Order& order, const Catalogue& catalogue, OrderForm form) {
  write_lines(json, "products", order.lines, kNotInBundle, order, catalogue, form);
}

}  // namespace decant::sandbox
