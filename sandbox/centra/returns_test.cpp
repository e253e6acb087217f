#include <gtest/gtest.h>

#include <map>

#include "sandbox/centra/api_caller.h"

namespace decant::sandbox {
namespace {

using simdjson::dom::element;

StoreOptions many_orders() {
  StoreOptions options;
  options.orders = 4000;
  options.page_limit = 10'000;
  return options;
}

TEST(Returns, have_the_documented_types) {
  ApiCaller caller(many_orders());
  const auto rows = caller.rows("returns?limit=10000", "returns");
  expect_types(rows, {{"returnId", "i"},     {"completed", "b-"},   {"shipment", "s"},          {"shipmentId", "i"},
                      {"orderId", "i"},      {"customerId", "i"},   {"selectionId", "s"},       {"date", "s"},
                      {"marketId", "i"},     {"pricelistId", "i"},  {"returnCost", "id"},       {"shippingCost", "id"},
                      {"handlingCost", "i"}, {"voucherValue", "i"}, {"taxValue", "id"},         {"taxDeduction", "id"},
                      {"currency", "s"},     {"baseCurrency", "s"}, {"baseCurrencyRate", "id"}, {"returnToStock", "b"},
                      {"comment", "sn"},     {"createdFrom", "s"},  {"products", "l"}});
  std::vector<element> lines;
  for (const element row : rows) {
    for (const element line : row["products"].get_array()) lines.push_back(line);
  }
  expect_types(lines, {{"returnLineId", "i"},
                       {"shipmentLineId", "i"},
                       {"orderLineId", "i"},
                       {"productId", "i"},
                       {"variantId", "i"},
                       {"productName", "s"},
                       {"productBrand", "sn"},
                       {"variantName", "sn"},
                       {"size", "sn"},
                       {"sku", "s"},
                       {"variantSku", "s"},
                       {"sizeSku", "s"},
                       {"ean", "s"},
                       {"upc", "s"},
                       {"quantity", "i"},
                       {"price", "id"}});
}

TEST(Returns, come_newest_first_after_their_shipment_was_sent) {
  ApiCaller caller(many_orders());
  std::map<std::string, std::string> shipped;
  std::map<std::string, std::int64_t> order_of_line;
  for (const element order : caller.rows("orders?limit=10000", "orders")) {
    for (const element shipment : order["shipments"].get_array()) {
      shipped[std::string(shipment["shipmentId"])] = std::string(shipment["shippedDate"]);
    }
    for (const element line : order["products"].get_array()) {
      order_of_line[std::string(line["lineId"])] = std::stoll(std::string(order["orderId"]));
    }
  }
  std::string date = "2024-06-01 12:00:00";
  std::int64_t id = 1'000'000;
  for (const element row : caller.rows("returns?limit=10000", "returns")) {
    EXPECT_GE(date, std::string_view(row["date"]));
    EXPECT_GT(id, std::int64_t(row["returnId"]));
    id = std::int64_t(row["returnId"]);
    date = std::string(row["date"]);
    const std::string& sent = shipped[std::string(row["shipment"])];
    EXPECT_NE(sent, "");
    EXPECT_NE(sent, kZeroDate);
    EXPECT_GT(date, sent);
    for (const element line : row["products"].get_array()) {
      EXPECT_EQ(order_of_line[std::to_string(std::int64_t(line["orderLineId"]))], std::int64_t(row["orderId"]));
    }
  }
  EXPECT_EQ(id, 21);
}

TEST(Returns, are_paged_by_number_until_an_empty_page) {
  StoreOptions options = many_orders();
  ApiCaller caller(options);
  options.page_limit = 30;
  ApiCaller capped(options);
  std::string joined;
  std::size_t page = 1;
  for (Response response = capped.get("returns?limit=100"); response.rows > 0; ++page) {
    EXPECT_LE(response.rows, 30U);
    joined += (joined.empty() ? "" : ",") + records_text(response);
    response = capped.get("returns?limit=100&page=" + std::to_string(page + 1));
  }
  EXPECT_GT(page, 5U);
  EXPECT_EQ(joined, records_text(caller.get("returns?limit=10000")));
  EXPECT_EQ(capped.get("returns?limit=100&page=" + std::to_string(page)).body, R"({"status":"ok","returns":[]})");
  EXPECT_EQ(caller.get("returns").rows, 20U);
  EXPECT_EQ(caller.get("returns?limit=5&offset=5").body, caller.get("returns?limit=5").body) << "there is no offset";
}

TEST(Returns, are_filtered) {
  ApiCaller caller(many_orders());
  const std::size_t total = caller.get("returns?limit=10000").rows;
  const element one = caller.rows("returns?limit=1&page=8", "returns").at(0);
  const std::string shipment(one["shipment"]);
  const std::string selection(one["selectionId"]);
  const auto number = [&](const char* field) { return std::to_string(std::int64_t(one[field])); };
  std::string date(one["date"]);
  date[10] = '+';
  const std::vector<std::string> queries{"return=" + number("returnId"), "order=" + number("orderId"),
                                         "customer_id=" + number("customerId"), "shipment=" + shipment,
                                         "selection=" + selection};
  for (const std::string& query : queries) {
    const std::size_t found = caller.get("returns?limit=10000&" + query).rows;
    EXPECT_GE(found, 1U) << query;
    EXPECT_LT(found, 20U) << query;
  }
  EXPECT_EQ(caller.get("returns?limit=10000&newer_than=" + date).rows, 8U) << "inclusive";
  EXPECT_EQ(caller.get("returns?limit=10000&older_than=" + date).rows, total - 8) << "exclusive";
}

}  // namespace
}  // namespace decant::sandbox
