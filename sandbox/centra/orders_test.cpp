#include <gtest/gtest.h>

#include <set>
#include <string>

#include "sandbox/centra/api_caller.h"

namespace decant::sandbox {
namespace {

using simdjson::dom::element;

StoreOptions many_orders() {
  StoreOptions options;
  options.orders = 10'000;
  options.page_limit = 10'000;
  return options;
}

std::vector<element> nested(const simdjson::dom::array& rows, const char* field) {
  std::vector<element> found;
  for (const element row : rows) {
    for (const element child : row[field].get_array()) found.push_back(child);
  }
  return found;
}

TEST(Orders, have_the_documented_types) {
  ApiCaller caller(many_orders());
  const auto rows = caller.rows("orders?limit=10000", "orders");
  ASSERT_EQ(rows.size(), 10'000U);
  expect_types(rows,
               {{"orderId", "s"},          {"orderStatus", "s"},       {"selectionId", "s"}, {"orderDate", "s"},
                {"orderStore", "s"},       {"orderCurrency", "s"},     {"customerId", "s"},  {"accountId", "s"},
                {"deliveryCountry", "s"},  {"billingVAT", "s"},        {"hold", "i"},        {"shippingValue", "id"},
                {"grandTotalValue", "id"}, {"marketId", "i"},          {"pricelistId", "i"}, {"paymentPlugin", "s"},
                {"paymentType", "s"},      {"paymentReference", "sn"}, {"shipments", "l"},   {"taxBreakdown", "l"},
                {"discounts", "o"},        {"products", "l"}});
}

// These are left out of the short form when they hold nothing.
TEST(Orders, have_every_documented_field_now_and_then) {
  ApiCaller caller(many_orders());
  const auto rows = caller.rows("orders?limit=10000", "orders");
  std::vector<FieldTypes> fields;
  for (const char* name : {"cancelDate",
                           "preferredDeliveryDate",
                           "estimatedDeliveryDate",
                           "deliveryName",
                           "deliveryCompany",
                           "deliveryEmail",
                           "deliveryCell",
                           "deliveryTele",
                           "deliveryAddress",
                           "deliveryCoaddress",
                           "deliveryZipcode",
                           "deliveryCity",
                           "deliveryState",
                           "billingName",
                           "billingCompany",
                           "billingEmail",
                           "billingTele",
                           "billingAddress",
                           "billingCoaddress",
                           "billingZipcode",
                           "billingCity",
                           "billingState",
                           "billingCountry",
                           "poNumber",
                           "shippingList",
                           "defaultCarrier",
                           "ipAddress",
                           "internalComment",
                           "otherComment",
                           "paymentDescription",
                           "shipwallet_id",
                           "shipwallet_method",
                           "shipwallet_pickup",
                           "shipwallet_doorcode",
                           "shipwallet_deliverytime",
                           "shipwallet_courier_instructions"}) {
    fields.push_back({name, "s-"});
  }
  for (const char* name : {"suspect", "internalOrder", "waitingForPayment"}) fields.push_back({name, "i-"});
  for (const char* name : {"voucherValue", "grandTotalTaxValue", "taxAdded", "taxDeducted", "totalItemsPriceTax",
                           "totalItemsPrice", "totalItemsWithoutTax", "totalItemsDiscount"}) {
    fields.push_back({name, "id-"});
  }
  fields.push_back({"paymentMethod", "sn-"});
  expect_types(rows, fields);
}

TEST(Orders, have_lines_with_the_documented_types) {
  ApiCaller caller(many_orders());
  const auto rows = caller.rows("orders?limit=10000", "orders");
  const auto lines = nested(rows, "products");
  EXPECT_GE(lines.size(), rows.size() * 3 / 2);
  EXPECT_LE(lines.size(), rows.size() * 3);
  expect_types(lines, {{"lineId", "s"},
                       {"sku", "s"},
                       {"variantSku", "s"},
                       {"sizeSku", "s"},
                       {"ean", "s"},
                       {"name", "s"},
                       {"qty", "i"},
                       {"originalPrice", "id"},
                       {"price", "id"},
                       {"taxPercent", "i"},
                       {"totalPrice", "id"},
                       {"anyDiscount", "b"},
                       {"isBundle", "b"},
                       {"isPartOfBundle", "-"},
                       {"bundle", "l-"},
                       {"warehouses", "l"},
                       {"otherComment", "s-"},
                       {"localizedSize", "lo-"}});
  expect_types(lines, {{"upc", "s-"},
                       {"variant", "s-"},
                       {"brand", "s-"},
                       {"size", "s-"},
                       {"countryOfOrigin", "s-"},
                       {"harmCode", "s-"},
                       {"comment", "s-"},
                       {"priceDiscount", "id-"},
                       {"priceDiscountAsPercent", "i-"},
                       {"priceEachWithoutTax", "id-"},
                       {"priceEachReduction", "id-"},
                       {"taxValue", "id-"},
                       {"totalTaxValue", "id-"},
                       {"totalPriceWithoutTax", "id-"},
                       {"totalPriceWithTax", "id-"},
                       {"weight", "id-"},
                       {"weightUnit", "s-"}});
  std::set<std::string> ids;
  for (const element line : lines) {
    ids.emplace(line["lineId"]);
    if (!bool(line["isBundle"])) continue;
    for (const element part : line["bundle"].get_array()) {
      EXPECT_EQ(std::string_view(part["isPartOfBundle"]), std::string_view(line["lineId"]));
    }
  }
  EXPECT_EQ(ids.size(), lines.size());
}

TEST(Orders, have_shipments_with_zero_dates_and_discounts_with_vouchers) {
  ApiCaller caller(many_orders());
  const auto rows = caller.rows("orders?limit=10000", "orders");
  const auto shipments = nested(rows, "shipments");
  std::size_t zero_dates = 0;
  for (const element shipment : shipments) zero_dates += std::string_view(shipment["shippedDate"]) == kZeroDate ? 1 : 0;
  EXPECT_GT(zero_dates, 0U);
  EXPECT_LT(zero_dates, shipments.size() / 2);

  std::vector<element> vouchers;
  std::vector<element> automatic;
  for (const element row : rows) {
    const element discounts = row["discounts"];
    expect_types(std::vector{discounts}, {{"anyDiscount", "b"}, {"discount", "s"}});
    for (const element voucher : discounts["vouchers"].get_array()) vouchers.push_back(voucher);
    for (const element discount : discounts["automaticDiscounts"].get_array()) automatic.push_back(discount);
  }
  expect_types(vouchers,
               {{"voucher", "s"}, {"name", "s"}, {"priceOff", "s"}, {"priceOffAsANumber", "id"}, {"isCredit", "b"}});
  expect_types(automatic, {{"automaticDiscount", "s"}, {"name", "s"}, {"priceOff", "s"}, {"priceOffAsANumber", "id"}});
  EXPECT_TRUE(std::string_view(vouchers[0]["priceOff"]).starts_with('-'));
}

TEST(Orders, have_the_size_of_real_ones) {
  ApiCaller caller(many_orders());
  const Response response = caller.get("orders?limit=10000");
  const std::size_t average = response.body.size() / response.rows;
  EXPECT_GE(average, 1100U);
  EXPECT_LE(average, 1400U);
}

TEST(Orders, refer_to_customers_and_items_of_the_store) {
  ApiCaller caller;
  std::set<std::string> customers;
  for (const element row : caller.rows("customers?limit=1000", "customers")) customers.emplace(row["customerId"]);
  const auto full_sku = [](element row) {
    return std::string(row["sku"]) + "|" + std::string(row["variantSku"]) + "|" + std::string(row["sizeSku"]);
  };
  std::set<std::string> skus;
  for (const element row : caller.rows("stock", "products")) skus.insert(full_sku(row));
  const auto rows = caller.rows("orders?limit=1000", "orders");
  for (const element row : rows) EXPECT_TRUE(customers.contains(std::string(row["customerId"])));
  for (const element line : nested(rows, "products")) EXPECT_TRUE(skus.contains(full_sku(line)));
}

TEST(Orders, rise_by_number_and_date_up_to_the_clock) {
  ApiCaller caller;
  std::string number;
  std::string date = "2022-12-01";
  for (const element row : caller.rows("orders?limit=1000", "orders")) {
    EXPECT_LT(number, std::string_view(row["orderId"]));
    EXPECT_LE(date, std::string_view(row["orderDate"]));
    number = std::string(row["orderId"]);
    date = std::string(row["orderDate"]);
  }
  EXPECT_LT(date, "2024-06-01 12:00:00");
  EXPECT_GT(date, "2024-05-30");
}

TEST(Orders, are_paged_by_offset_until_an_empty_page) {
  StoreOptions options;
  options.page_limit = 70;
  ApiCaller capped(options);
  ApiCaller caller;
  std::string joined;
  std::size_t offset = 0;
  for (Response page = capped.get("orders?limit=500"); page.rows > 0;) {
    EXPECT_LE(page.rows, 70U);
    joined += (joined.empty() ? "" : ",") + records_text(page);
    offset += page.rows;
    page = capped.get("orders?limit=500&offset=" + std::to_string(offset));
  }
  EXPECT_EQ(joined, records_text(caller.get("orders?limit=1000")));
  EXPECT_EQ(caller.get("orders").rows, 20U);
  EXPECT_EQ(caller.get("orders?offset=1000").body, R"({"status":"ok","orders":[]})");
}

TEST(Orders, are_filtered_by_number_customer_and_dates) {
  ApiCaller caller;
  const auto one = caller.rows("orders?order=5123", "orders");
  ASSERT_EQ(one.size(), 1U);
  const std::string date(one.at(0)["orderDate"]);
  const std::string customer(one.at(0)["customerId"]);
  EXPECT_EQ(caller.get("orders?order=1").body, R"({"status":"ok","orders":[]})");
  for (const element row : caller.rows("orders?limit=1000&customer_id=" + customer, "orders")) {
    EXPECT_EQ(std::string_view(row["customerId"]), customer);
  }
  std::string bound = date;
  bound[10] = '+';
  const std::size_t newer = caller.get("orders?limit=1000&newer_than=" + bound).rows;
  const std::size_t older = caller.get("orders?limit=1000&older_than=" + bound).rows;
  EXPECT_EQ(newer + older, 1000U) << "the bounds are inclusive and exclusive: together they give every order once";
  EXPECT_EQ(std::string_view(caller.rows("orders?limit=1&newer_than=" + bound, "orders").at(0)["orderId"]), "5123");
}

TEST(Orders, work_without_customers_and_products) {
  StoreOptions options;
  options.products = options.stock = options.customers = 0;
  options.orders = 5;
  ApiCaller caller(options);
  EXPECT_EQ(caller.get("orders").rows, 5U);
  EXPECT_EQ(caller.get("products").body, R"({"status":"ok","products":[]})");
  EXPECT_EQ(caller.get("customers").body, R"({"status":"ok","customers":[]})");
}

}  // namespace
}  // namespace decant::sandbox
