#include "sandbox/centra/return_json.h"

#include <fmt/core.h>

#include <array>
#include <string_view>

#include "sandbox/data/json_writer.h"

namespace decant::sandbox {
namespace {

constexpr std::int64_t kFirstReturnLineId = 55;
constexpr std::int64_t kLineIdsPerReturn = 8;
constexpr std::array<std::string_view, 3> kSenders{"Order API", "AMS", "Self-service / portal"};

// Kronor for one unit of the market's currency, in ten thousandths: PHP writes a whole rate without decimals.
std::int64_t kronor_rate(const Market& market) {
  if (market.currency == "EUR") return 112'443;
  if (market.currency == "USD") return 106'453;
  return market.currency == "GBP" ? 131'207 : 10'000;
}

// Writes one return; its members are the parts of the JSON object in the order in which they appear.
class ReturnWriter {
 public:
  ReturnWriter(std::string& out, const OrderReturn& made, const Order& order, const Catalogue& catalogue)
      : json_(out, made.traits % 2 == 0 ? NonAscii::raw : NonAscii::escaped),
        made_(made),
        order_(order),
        catalogue_(catalogue) {}

  void write() {
    json_.begin_object();
    write_head();
    write_costs();
    write_comments();
    write_lines();
    write_what_is_new();
    json_.end_object();
  }

 private:
  std::uint64_t trait(unsigned shift, std::uint64_t choices) const { return (made_.traits >> shift) % choices; }

  void write_head() {
    json_.integer("returnId", made_.id);
    if (made_.revision.changed()) {
      json_.boolean("completed", true);
    } else if (trait(2, 12) != 0) {
      json_.boolean("completed", trait(3, 4) != 0);
    }
    json_.text("shipment", fmt::format("{}-1", order_.number));
    json_.integer("shipmentId", internal_shipment_id(order_));
    json_.integer("orderId", order_.number);
    json_.text("selectionId", order_.selection_id);
    json_.integer("customerId", order_.customer.id);
    json_.time("date", made_.date);
    json_.integer("marketId", order_.market->id);
    json_.integer("pricelistId", order_.market->pricelist_id);
  }

  Money returned_tax() const {
    Money tax;
    for (std::size_t line = 0; line < made_.lines; ++line) tax += order_.lines[line].tax_per_unit();
    return tax;
  }

  void write_costs() {
    json_.money("returnCost", Money{trait(4, 3) == 0 ? 4950 : 0});
    json_.money("shippingCost", trait(5, 4) == 0 ? order_.shipping : Money{});
    json_.money("handlingCost", Money{trait(6, 9) == 0 ? 1900 : 0});
    json_.money("voucherValue", Money{});
    json_.money("taxValue", returned_tax());
    json_.money("taxDeduction", order_.tax_deducted);
    json_.text("currency", order_.market->currency);
    json_.text("baseCurrency", "SEK");
    json_.decimal("baseCurrencyRate", kronor_rate(*order_.market), 4);
  }

  void write_comments() {
    json_.boolean("returnToStock", trait(7, 5) != 0);
    if (trait(8, 3) == 0) {
      json_.text("comment", "Återbetald 3/4 – för stor");
    } else {
      json_.text_or_null("comment", std::nullopt);
    }
    if (!made_.revision.has_new_shape()) json_.text("createdFrom", kSenders[trait(9, kSenders.size())]);
  }

  void write_line(std::size_t index) {
    const OrderLine& line = order_.lines[index];
    const Item& item = *line.item;
    const Product& product = catalogue_.product_of(item);
    json_.begin_object();
    json_.integer("returnLineId", kFirstReturnLineId + made_.id * kLineIdsPerReturn + static_cast<std::int64_t>(index));
    json_.integer("shipmentLineId", line.id / 2 + 30);
    json_.integer("orderLineId", line.id);
    json_.integer("productId", product.id);
    json_.integer("variantId", item.variant_id);
    json_.text("productName", product.name);
    json_.text_or_null("productBrand", product.brand);
    if (item.variant_sku.empty()) {
      json_.text_or_null("variantName", std::nullopt);
    } else {
      json_.text("variantName", item.variant);
    }
    json_.text_or_null("size", item.size);
    json_.text("sku", product.sku);
    json_.text("variantSku", item.variant_sku);
    json_.text("sizeSku", item.size_sku);
    json_.text("ean", item.ean);
    json_.text("upc", item.upc.value_or(""));
    json_.integer("quantity", 1);
    json_.money("price", line.price);
    json_.end_object();
  }

  void write_lines() {
    json_.begin_list("products");
    for (std::size_t index = 0; index < made_.lines; ++index) write_line(index);
    json_.end_list();
  }

  void write_what_is_new() {
    if (made_.revision.has_new_fields()) json_.text("reason", trait(10, 2) == 0 ? "size" : "colour");
    if (!made_.revision.has_new_shape()) return;
    json_.begin_list("refunds");
    json_.begin_object();
    json_.text("method", "klarna");
    json_.time("refunded", made_.revision.time);
    json_.end_object();
    json_.end_list();
  }

  JsonWriter json_;
  const OrderReturn& made_;
  const Order& order_;
  const Catalogue& catalogue_;
};

}  // namespace

std::int64_t internal_shipment_id(const Order& order) { return order.number * 2 - 9362; }

void append_return(std::string& out, const OrderReturn& made, const Order& order, const Catalogue& catalogue) {
  ReturnWriter(out, made, order, catalogue).write();
}

}  // namespace decant::sandbox
