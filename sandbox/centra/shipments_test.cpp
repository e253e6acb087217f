#include <gtest/gtest.h>

#include <map>
#include <set>

#include "sandbox/centra/api_caller.h"

namespace decant::sandbox {
namespace {

using simdjson::dom::element;

StoreOptions store_of_many_orders() {
  StoreOptions options;
  options.orders = 4000;
  options.page_limit = 10'000;
  return options;
}

// Pages of the two longer lists have at most 100 rows, so they are put together.
std::vector<std::string> all_records(ApiCaller& caller, const std::string& status) {
  std::vector<std::string> records;
  for (;;) {
    const auto page =
        caller.rows("shipments?limit=500&status=" + status + "&offset=" + std::to_string(records.size()), "shipments");
    EXPECT_LE(page.size(), status == "goodtogo" ? 500U : 100U);
    if (page.size() == 0) return records;
    for (const element record : page) records.push_back(simdjson::minify(record));
  }
}

TEST(Shipments, have_the_documented_types) {
  ApiCaller caller(store_of_many_orders());
  const auto rows = caller.rows("shipments?limit=10000", "shipments");
  expect_types(rows, {{"shipmentId", "s"},
                      {"orderId", "s"},
                      {"selectionId", "s"},
                      {"orderDate", "s"},
                      {"shipmentDate", "s"},
                      {"orderStore", "s"},
                      {"orderCurrency", "s"},
                      {"customerId", "s"},
                      {"accountId", "s"},
                      {"deliveryCountry", "s"},
                      {"billingVAT", "s"},
                      {"poNumber", "s"},
                      {"shippingList", "s"},
                      {"defaultCarrier", "s-"},
                      {"suspect", "i"},
                      {"hold", "i"},
                      {"paid", "i"},
                      {"shouldCapture", "i"},
                      {"shippingValue", "id"},
                      {"grandTotalValue", "id"},
                      {"shippingTerms", "o-"},
                      {"paymentTerms", "o-"},
                      {"proforma", "s-"},
                      {"deliveryNote", "s-"},
                      {"deliveryService", "s-"},
                      {"trackingNumber", "s"},
                      {"trackingUrl", "s"},
                      {"returnSlipTracking", "s"},
                      {"taxBreakdown", "l"},
                      {"products", "l"},
                      {"invoices", "-"},
                      {"marketId", "-"},
                      {"paymentType", "-"},
                      {"discounts", "-"}});
  std::vector<element> lines;
  std::vector<element> warehouses;
  for (const element row : rows) {
    EXPECT_EQ(std::string_view(row["accountId"]), "0");
    for (const element line : row["products"].get_array()) lines.push_back(line);
  }
  for (const element line : lines) {
    for (const element warehouse : line["warehouses"].get_array()) warehouses.push_back(warehouse);
  }
  expect_types(
      lines,
      {{"lineId", "s"}, {"qty", "i"}, {"originalPrice", "id"}, {"price", "id"}, {"brand", "-"}, {"totalPrice", "-"}});
  expect_types(warehouses, {{"name", "s"}, {"itemQty", "s"}});
  expect_types(caller.rows("shipments?status=completed&limit=100", "shipments"), {{"invoices", "l-"}});
}

TEST(Shipments, are_three_work_lists_oldest_first) {
  ApiCaller caller(store_of_many_orders());
  EXPECT_EQ(records_text(caller.get("shipments?limit=10000")),
            records_text(caller.get("shipments?status=goodtogo&limit=10000")));
  simdjson::dom::parser parser;
  std::set<std::string> ids;
  std::size_t total = 0;
  for (const std::string status : {"goodtogo", "inprogress", "completed"}) {
    std::string date;
    const auto records = all_records(caller, status);
    EXPECT_GT(records.size(), 20U) << status;
    total += records.size();
    for (const std::string& record : records) {
      const element row = parser.parse(record);
      ids.emplace(row["shipmentId"]);
      EXPECT_LE(date, std::string_view(row["shipmentDate"]));
      EXPECT_LT(std::string_view(row["orderDate"]), std::string_view(row["shipmentDate"]));
      date = std::string(row["shipmentDate"]);
    }
  }
  EXPECT_EQ(ids.size(), total);
  std::set<std::string> in_orders;
  for (const element order : caller.rows("orders?limit=10000", "orders")) {
    for (const element shipment : order["shipments"].get_array()) in_orders.emplace(shipment["shipmentId"]);
  }
  EXPECT_EQ(ids, in_orders);
}

TEST(Shipments, hold_each_line_of_their_order_once) {
  ApiCaller caller(store_of_many_orders());
  simdjson::dom::parser parser;
  std::map<std::string, std::multiset<std::string>> sent;
  for (const std::string status : {"goodtogo", "inprogress", "completed"}) {
    for (const std::string& record : all_records(caller, status)) {
      const element row = parser.parse(record);
      for (const element line : row["products"].get_array()) sent[std::string(row["orderId"])].emplace(line["lineId"]);
    }
  }
  for (const element order : caller.rows("orders?limit=10000", "orders")) {
    if (order["shipments"].get_array().size() == 0) continue;
    std::multiset<std::string> lines;
    for (const element line : order["products"].get_array()) lines.emplace(line["lineId"]);
    EXPECT_EQ(lines, sent[std::string(order["orderId"])]) << std::string_view(order["orderId"]);
  }
}

TEST(Shipments, are_filtered_by_order_and_dates) {
  ApiCaller caller(store_of_many_orders());
  const element third = caller.rows("shipments?limit=1&offset=3", "shipments").at(0);
  const std::string number(third["orderId"]);
  std::string date(third["shipmentDate"]);
  for (const element row : caller.rows("shipments?order=" + number, "shipments")) {
    EXPECT_EQ(std::string_view(row["orderId"]), number);
  }
  date[10] = '+';
  EXPECT_EQ(caller.get("shipments?limit=10000&older_than=" + date).rows, 3U);
  EXPECT_EQ(caller.get("shipments?limit=10000&newer_than=" + date).rows + 3, caller.get("shipments?limit=10000").rows);
  EXPECT_EQ(caller.get("shipments").rows, 20U);
  EXPECT_EQ(
      caller.get("shipments?status=sent").body,
      R"({"status":"no","errorMessages":{"status":"Expected one of goodtogo, inprogress, completed, got \"sent\""}})");
}

}  // namespace
}  // namespace decant::sandbox
