#include <gtest/gtest.h>

#include "sandbox/centra/api_caller.h"

namespace decant::sandbox {
namespace {

using simdjson::dom::element;

const std::vector<FieldTypes> kProductFields{
    {"sku", "s"},         {"variantSku", "s"}, {"sizeSku", "s"},      {"brand", "sn"},
    {"collection", "sn"}, {"product", "s"},    {"variant", "s"},      {"size", "sn"},
    {"ean", "s"},         {"upc", "sn"},       {"weight", "id"},      {"weightUnit", "s"},
    {"quantity", "i"},    {"cost", "s"},       {"costCurrency", "s"}, {"stockItemId", "-"}};

StoreOptions many_suppliers() {
  StoreOptions options;
  options.supplier_orders = 200;
  return options;
}

bool is_to_the_minute(std::string_view time) { return time.size() == 16 && time[10] == ' ' && time[13] == ':'; }

TEST(SupplierOrders, are_listed_whole_with_times_to_the_minute) {
  ApiCaller caller(many_suppliers());
  const auto rows = caller.rows("supplier-orders?limit=3&page=2", "orders");
  EXPECT_EQ(rows.size(), 200U) << "there are no pages";
  expect_types(rows, {{"orderId", "s"},
                      {"supplierName", "s"},
                      {"supplierCountry", "s"},
                      {"created", "s"},
                      {"ETD", "s"},
                      {"ETA", "s"},
                      {"message", "s"},
                      {"productsQty", "i"},
                      {"products", "-"}});
  for (const element row : rows) {
    for (const char* field : {"created", "ETD", "ETA"}) EXPECT_TRUE(is_to_the_minute(row[field])) << field;
    EXPECT_LT(std::string_view(row["created"]), std::string_view(row["ETD"]));
    EXPECT_LT(std::string_view(row["ETD"]), std::string_view(row["ETA"]));
  }
}

TEST(SupplierOrders, are_told_one_by_one_with_their_products) {
  ApiCaller caller(many_suppliers());
  std::vector<std::string> orders;
  simdjson::dom::parser parser;
  for (const element row : caller.rows("supplier-orders", "orders")) orders.push_back(simdjson::minify(row));
  for (const std::string& listed : orders) {
    const element row = parser.parse(listed);
    const element order = caller.json("supplier-orders/" + std::string(row["orderId"]))["order"];
    EXPECT_EQ(std::string_view(order["created"]), std::string_view(row["created"]));
    std::int64_t quantity = 0;
    for (const element product : order["products"].get_array()) quantity += std::int64_t(product["quantity"]);
    EXPECT_EQ(quantity, std::int64_t(row["productsQty"]));
  }
  std::string all;
  for (int id = 31; id < 61; ++id) {
    all += (all.empty() ? "[" : ",") +
           simdjson::minify(caller.json("supplier-orders/" + std::to_string(id))["order"]["products"]);
  }
  std::vector<element> products;
  for (const element list : parser.parse(all + "]").get_array()) {
    for (const element product : list.get_array()) products.push_back(product);
  }
  expect_types(products, kProductFields);
  EXPECT_EQ(caller.get("supplier-orders/7").body, R"({"status":"no","msg":"The supplier order was not found."})");
}

TEST(SupplierDeliveries, are_listed_whole) {
  ApiCaller caller(many_suppliers());
  const auto rows = caller.rows("supplier-deliveries", "deliveries");
  EXPECT_GT(rows.size(), 100U);
  expect_types(rows, {{"id", "s"},
                      {"orderId", "s"},
                      {"deliveryId", "s"},
                      {"supplierName", "s"},
                      {"supplierCountry", "s"},
                      {"created", "s"},
                      {"ETD", "s"},
                      {"ETA", "s"},
                      {"message", "s"},
                      {"productsQty", "i"}});
  for (const element row : rows) {
    EXPECT_TRUE(std::string_view(row["deliveryId"]).starts_with(std::string(row["orderId"]) + "-"));
    EXPECT_TRUE(is_to_the_minute(row["ETA"]));
  }
}

TEST(SupplierDeliveries, are_told_one_by_one_by_either_id) {
  ApiCaller caller(many_suppliers());
  const std::string id(caller.rows("supplier-deliveries", "deliveries").at(3)["id"]);
  const element delivery = caller.json("supplier-deliveries/" + id)["delivery"];
  expect_types(delivery["products"].get_array(), {{"sku", "s"}, {"quantity", "i"}, {"cost", "s"}});
  const std::string other_id(delivery["deliveryId"]);
  EXPECT_EQ(caller.get("supplier-deliveries/" + other_id).body, caller.get("supplier-deliveries/" + id).body);
  const auto orders = caller.json("supplier-deliveries/" + other_id + "/details")["delivery"]["orders"].get_array();
  expect_types(orders, {{"orderId", "s"},
                        {"accountId", "s"},
                        {"accountName", "s"},
                        {"buyer", "s"},
                        {"paymentTerms", "s"},
                        {"shippingTerms", "s"},
                        {"poNumber", "s"},
                        {"deliveryTele", "s"},
                        {"products", "l"}});
  EXPECT_EQ(caller.get("supplier-deliveries/7").body,
            R"({"status":"no","msg":"The supplier delivery was not found."})");
  EXPECT_EQ(caller.get("supplier-deliveries/7/details").body, caller.get("supplier-deliveries/7").body);
}

}  // namespace
}  // namespace decant::sandbox
