#include "sandbox/centra/supplier_json.h"

#include <fmt/core.h>

#include "sandbox/centra/markets.h"
#include "sandbox/data/json_writer.h"

namespace decant::sandbox {
namespace {

// These endpoints write times without seconds.
std::string to_the_minute(LocalTime time) { return format_local_time(time).substr(0, 16); }

JsonWriter writer_for(std::string& out, const SupplierOrder& order) {
  return JsonWriter(out, order.traits % 2 == 0 ? NonAscii::raw : NonAscii::escaped);
}

void write_head(JsonWriter& json, const SupplierOrder& order, std::int64_t quantity) {
  json.text("supplierName", order.supplier->name);
  json.text("supplierCountry", order.supplier->country);
  json.text("created", to_the_minute(order.created));
  json.text("ETD", to_the_minute(order.departs));
  json.text("ETA", to_the_minute(order.arrives));
  if (!order.revision.has_new_shape()) json.text("message", order.message);
  json.integer("productsQty", quantity);
}

void write_what_is_new(JsonWriter& json, const SupplierOrder& order) {
  if (order.revision.has_new_fields()) json.text("incoterm", order.traits % 3 == 0 ? "DAP" : "FOB");
  if (!order.revision.has_new_shape()) return;
  json.begin_list("milestones");
  json.begin_object();
  json.text("name", "delayed");
  json.text("noted", to_the_minute(order.revision.time));
  json.end_object();
  json.end_list();
}

void write_cost(JsonWriter& json, const SupplierOrder& order, const SupplierLine& line) {
  json.integer("quantity", line.quantity);
  json.text("cost", fixed_text(line.cost));
  json.text("costCurrency", order.supplier->currency);
}

void write_product(JsonWriter& json, const SupplierOrder& order, const SupplierLine& line, const Catalogue& catalogue) {
  const Item& item = *line.item;
  const Product& product = catalogue.product_of(item);
  json.begin_object();
  json.text("sku", product.sku);
  json.text("variantSku", item.variant_sku);
  json.text("sizeSku", item.size_sku);
  json.text_or_null("brand", product.brand);
  json.text_or_null("collection", product.collection);
  json.text("product", product.internal_name);
  json.text("variant", item.variant);
  json.text_or_null("size", item.size);
  json.text("ean", item.ean);
  json.text_or_null("upc", item.upc);
  json.money("weight", product.weight);
  json.text("weightUnit", product.weight_unit);
  write_cost(json, order, line);
  json.end_object();
}

// The wholesale order that waits for a delivery. `0` stands where there is nothing.
void write_waiting_order(JsonWriter& json, const SupplierOrder& order, const SupplierLine& line,
                         const Catalogue& catalogue) {
  const Country& country = kCountries[order.traits % kCountries.size()];
  json.begin_object();
  json.digits("orderId", 901 + order.number);
  json.digits("accountId", 7 + static_cast<std::int64_t>(order.traits % 5));
  json.text("accountName", "Norr & Söner AB");
  json.text("buyer", "Håkan Öberg");
  json.text("carrier", "DHL");
  json.text("service", "");
  json.text("other", "");
  json.text("paymentTerms", "30 days net");
  json.text("shippingTerms", "DAP");
  json.text("poNumber", fmt::format("PO-{:05}", order.number));
  json.text("deliveryName", "Norr & Söner AB");
  json.text("deliveryAddress", fmt::format("{} 12", country.street));
  json.text("deliveryCoaddress", "");
  json.text("deliveryZipcode", country.zip_code);
  json.text("deliveryCity", country.city);
  json.text("deliveryState", "0");
  json.text("deliveryCountry", country.code);
  json.text("deliveryTele", "0");
  json.begin_list("products");
  write_product(json, order, line, catalogue);
  json.end_list();
  json.end_object();
}

}  // namespace

void append_supplier_order(std::string& out, const SupplierOrder& order, SupplierDetail detail,
                           const Catalogue& catalogue) {
  JsonWriter json = writer_for(out, order);
  json.begin_object();
  json.digits("orderId", order.number);
  write_head(json, order, order.quantity());
  if (detail == SupplierDetail::products) {
    json.begin_list("products");
    for (const SupplierLine& line : order.lines) write_product(json, order, line, catalogue);
    json.end_list();
  }
  write_what_is_new(json, order);
  json.end_object();
}

void append_supplier_delivery(std::string& out, const SupplierOrder& order, std::size_t delivery, std::int64_t id,
                              SupplierDetail detail, const Catalogue& catalogue) {
  const SupplierLine& line = order.line_of_delivery(delivery);
  JsonWriter json = writer_for(out, order);
  json.begin_object();
  json.digits("id", id);
  json.digits("orderId", order.number);
  json.text("deliveryId", fmt::format("{}-{}", order.number, delivery + 1));
  write_head(json, order, line.quantity);
  if (detail != SupplierDetail::none) {
    json.begin_list(detail == SupplierDetail::products ? "products" : "orders");
    if (detail == SupplierDetail::products) {
      write_product(json, order, line, catalogue);
    } else {
      write_waiting_order(json, order, line, catalogue);
    }
    json.end_list();
  }
  write_what_is_new(json, order);
  json.end_object();
}

}  // namespace decant::sandbox
