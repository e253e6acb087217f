#include "sandbox/centra/order_address_json.h"

#include <fmt/core.h>

#include <string>

namespace decant::sandbox {
namespace {

std::string street_address(const Order& order) {
  return fmt::format("{} {}", order.customer.country->street, 1 + order.trait(15, 120));
}

}  // namespace

void write_delivery_address(JsonWriter& json, const Order& order, OrderForm form) {
  const Country& country = *order.customer.country;
  if (form == OrderForm::full || order.trait(13, 4) == 0) json.text("deliveryName", order.customer_name());
  if (form == OrderForm::full) {
    json.text("deliveryCompany", order.trait(14, 8) == 0 ? "Norr & Söner AB" : "");
    json.text("deliveryEmail", order.customer.email);
    json.text("deliveryCell", fmt::format("{}70{:07}", country.phone_prefix, order.trait(20, 10'000'000)));
    json.text("deliveryTele", "");
    json.text("deliveryAddress", street_address(order));
    json.text("deliveryCoaddress", "");
    json.text("deliveryZipcode", country.zip_code);
    json.text("deliveryCity", country.city);
    json.text("deliveryState", country.state);
  }
  json.text("deliveryCountry", country.code);
}

void write_billing_address(JsonWriter& json, const Order& order, OrderForm form) {
  if (form == OrderForm::full) {
    const Country& country = *order.customer.country;
    json.text("billingName", order.customer_name());
    json.text("billingCompany", "");
    json.text("billingEmail", order.customer.email);
    json.text("billingTele", order.trait(16, 3) == 0 ? "0" : "");
    json.text("billingAddress", street_address(order));
    json.text("billingCoaddress", "");
    json.text("billingZipcode", country.zip_code);
    json.text("billingCity", country.city);
    json.text("billingState", country.state);
    json.text("billingCountry", country.code);
  }
  json.text("billingVAT", "");
}

void write_tax_breakdown(JsonWriter& json, const Order& order) {
  const Country& country = *order.customer.country;
  json.begin_list("taxBreakdown");
  if (country.tax_percent != 0) {
    json.begin_object();
    json.text("description", country.tax_name);
    json.integer("taxPercent", country.tax_percent);
    json.money("value", order.items_tax() + order.shipping_tax());
    json.end_object();
  }
  json.end_list();
}

}  // namespace decant::sandbox
