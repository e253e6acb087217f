#include "sandbox/centra/order_discounts_json.h"

#include <string>

namespace decant::sandbox {
namespace {

void write_voucher(JsonWriter& json, const OrderVoucher& voucher, std::string_view currency) {
  const std::string formatted = formatted_text(voucher.price_off, currency);
  json.begin_object();
  json.text("voucher", voucher.code);
  json.text("name", voucher.name);
  json.text("priceOff", formatted);
  json.money("priceOffAsANumber", voucher.price_off);
  json.text("description", "");
  json.boolean("isCredit", voucher.is_credit);
  json.text("originalPriceOff", formatted);
  json.money("originalPriceOffAsNumber", voucher.price_off);
  json.end_object();
}

void write_automatic_discount(JsonWriter& json, Money price_off, std::string_view currency) {
  json.begin_object();
  json.text("automaticDiscount", "12");
  json.text("name", "5 % på allt");
  json.text("priceOff", formatted_text(price_off, currency));
  json.money("priceOffAsANumber", price_off);
  json.end_object();
}

}  // namespace

void write_order_discounts(JsonWriter& json, const Order& order) {
  const std::string_view currency = order.market->currency;
  const Money total = order.voucher_value() + order.automatic_discount;
  json.begin_object("discounts");
  json.boolean("anyDiscount", total.cents != 0);
  json.text("discount", formatted_text(total, currency));
  json.money("discountAsNumber", total);
  json.begin_list("vouchers");
  if (order.voucher) write_voucher(json, *order.voucher, currency);
  json.end_list();
  json.begin_list("automaticDiscounts");
  if (order.automatic_discount.cents != 0) write_automatic_discount(json, order.automatic_discount, currency);
  json.end_list();
  json.end_object();
}

}  // namespace decant::sandbox
