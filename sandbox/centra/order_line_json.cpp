#include "sandbox/centra/order_line_json.h"

#include <optional>
#include <string_view>

namespace decant::sandbox {
namespace {

constexpr std::int64_t kNotInBundle = 0;

std::string_view or_empty(const std::optional<std::string_view>& text) { return text.value_or(""); }

void write_discount(JsonWriter& json, const OrderLine& line) {
  json.money("priceDiscount", line.price - line.original_price);
  json.integer("priceDiscountAsPercent", line.discount_percent);
}

void write_order_amounts(JsonWriter& json, const OrderLine& line, bool full) {
  const bool discounted = line.discount_percent != 0;
  if (discounted || full) write_discount(json, line);
  if (full) {
    json.money("priceEachWithoutTax", line.price - line.tax_per_unit());
    json.money("priceEachReduction", line.original_price - line.price);
  }
  json.integer("taxPercent", line.tax_percent);
  if (full) {
    json.money("taxValue", line.tax_per_unit());
    json.money("totalTaxValue", line.total_tax());
  }
  json.money("totalPrice", line.total());
  if (full) {
    json.money("totalPriceWithoutTax", line.total() - line.total_tax());
    json.money("totalPriceWithTax", line.total());
  }
  json.boolean("anyDiscount", discounted);
}

// Writes lines of one order, or of one of its shipments, as the elements of a list.
class LineWriter {
 public:
  enum class Owner { order, shipment };

  LineWriter(JsonWriter& json, const Order& order, const Catalogue& catalogue, OrderForm form, Owner owner,
             BundleMode bundles)
      : json_(json),
        order_(order),
        catalogue_(catalogue),
        full_(form == OrderForm::full),
        of_shipment_(owner == Owner::shipment),
        bundles_(bundles) {}

  void write(const OrderLine& line) {
    if (line.parts.empty() || bundles_ == BundleMode::nested) {
      write_line(line, kNotInBundle);
      return;
    }
    if (bundles_ != BundleMode::items) write_worthless(line);
    if (bundles_ != BundleMode::bundles) write_parts(line);
  }

 private:
  void write_parts(const OrderLine& bundle) {
    for (const OrderLine& part : bundle.parts) write_line(part, bundle.id);
  }

  // The bundle beside or instead of its items: its price would be counted twice.
  void write_worthless(OrderLine bundle) {
    bundle.price = Money{};
    write_line(bundle, kNotInBundle);
  }

  void write_line(const OrderLine& line, std::int64_t bundle) {
    const Product& product = catalogue_.product_of(*line.item);
    json_.begin_object();
    write_codes(line, product);
    json_.integer("qty", line.quantity);
    json_.money("originalPrice", line.original_price);
    json_.money("price", line.price);
    if (!of_shipment_) write_order_amounts(json_, line, full_);
    if (full_) {
      json_.money("weight", product.weight);
      json_.text("weightUnit", product.weight_unit);
    }
    if (!line.comment.empty()) json_.text("otherComment", line.comment);
    json_.boolean("isBundle", !line.parts.empty());
    if (bundle != kNotInBundle) json_.digits("isPartOfBundle", bundle);
    if (!line.parts.empty() && bundles_ == BundleMode::nested) {
      json_.begin_list("bundle");
      write_parts(line);
      json_.end_list();
    }
    write_localized_size(line);
    write_warehouses(line);
    json_.end_object();
  }

  void write_codes(const OrderLine& line, const Product& product) {
    const Item& item = *line.item;
    json_.digits("lineId", line.id);
    json_.text("sku", product.sku);
    json_.text("variantSku", item.variant_sku);
    json_.text("sizeSku", item.size_sku);
    json_.text("ean", item.ean);
    if (full_) json_.text("upc", item.upc.value_or(""));
    json_.text("name", product.name);
    if (!full_) return;
    json_.text("variant", item.variant);
    if (!of_shipment_) json_.text("brand", or_empty(product.brand));
    json_.text("size", or_empty(item.size));
    json_.text("countryOfOrigin", product.country_of_origin);
    json_.text("harmCode", product.harm_code);
    json_.text("comment", line.comment);
  }

  // A size that is called otherwise in the customer's country. In the full form the key is there without one too, and
  // then PHP writes the empty map as a list.
  void write_localized_size(const OrderLine& line) {
    const bool localized = order_.customer.country->code == "US" && line.item->size_sku.starts_with('0');
    if (!localized) {
      if (full_) json_.empty("localizedSize");
      return;
    }
    json_.begin_object("localizedSize");
    json_.text("localizedSize", line.item->size_sku == "038" ? "5 ½" : "US 7+");
    json_.text("localizationDefinitionName", "US shoes");
    json_.end_object();
  }

  void write_warehouses(const OrderLine& line) {
    const bool split = line.quantity > 2;
    json_.begin_list("warehouses");
    write_warehouse("Main", split ? line.quantity - 1 : line.quantity);
    if (split) write_warehouse("Malmö butik", 1);
    json_.end_list();
  }

  void write_warehouse(std::string_view name, std::int64_t quantity) {
    json_.begin_object();
    json_.text("name", name);
    if (of_shipment_) {
      json_.digits("itemQty", quantity);
    } else {
      json_.integer("itemQty", quantity);
    }
    json_.end_object();
  }

  JsonWriter& json_;
  const Order& order_;
  const Catalogue& catalogue_;
  bool full_;
  bool of_shipment_;
  BundleMode bundles_;
};

}  // namespace

void write_order_lines(JsonWriter& json, const Order& order, const Catalogue& catalogue, OrderForm form,
                       BundleMode bundles) {
  LineWriter writer(json, order, catalogue, form, LineWriter::Owner::order, bundles);
  json.begin_list("products");
  for (const OrderLine& line : order.lines) writer.write(line);
  json.end_list();
}

void write_shipment_lines(JsonWriter& json, const Order& order, std::size_t shipment, const Catalogue& catalogue,
                          BundleMode bundles) {
  LineWriter writer(json, order, catalogue, OrderForm::full, LineWriter::Owner::shipment, bundles);
  json.begin_list("products");
  for (std::size_t line = 0; line < order.lines.size(); ++line) {
    if (order.shipment_of_line(line) == shipment) writer.write(order.lines[line]);
  }
  json.end_list();
}

}  // namespace decant::sandbox
