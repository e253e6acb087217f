#include <gtest/gtest.h>

#include <map>

#include "sandbox/centra/api_caller.h"

namespace decant::sandbox {
namespace {

using simdjson::dom::element;

std::string all_vouchers(ApiCaller& caller, int last) {
  std::string all;
  for (int id = 1; id <= last; ++id) {
    const auto voucher = caller.json("vouchers/" + std::to_string(id))["voucher"];
    if (type_letter(voucher) == 'o') all += (all.empty() ? "[" : ",") + simdjson::minify(voucher);
  }
  return all + "]";
}

TEST(Vouchers, have_the_documented_types) {
  StoreOptions options;
  options.vouchers = 100;
  ApiCaller caller(options);
  const std::string all = all_vouchers(caller, 100);
  simdjson::dom::parser parser;
  const auto rows = parser.parse(all).get_array();
  EXPECT_EQ(rows.size(), 80U) << "every fifth is cancelled";
  expect_types(rows, {{"id", "i"},
                      {"name", "s"},
                      {"code", "s"},
                      {"type", "s"},
                      {"value", "sn"},
                      {"valueByPricelist", "ol-"},
                      {"startDate", "s"},
                      {"stopDate", "s"},
                      {"store", "i"},
                      {"markets", "l"},
                      {"limit", "i"},
                      {"status", "s"},
                      {"priority", "i"},
                      {"createdAt", "s"},
                      {"conversionHtml", "s"}});
  for (const element row : rows) {
    EXPECT_EQ(std::string_view(row["startDate"]).size(), 10U);
    EXPECT_EQ(type_letter(row["value"]) == 'n', std::string_view(row["type"]) == "priceoff");
    EXPECT_EQ(type_letter(row["valueByPricelist"]) == 'o', std::string_view(row["type"]) == "priceoff");
  }
}

TEST(Vouchers, are_found_by_id_only) {
  ApiCaller caller;
  EXPECT_EQ(caller.get("vouchers").status, 404);
  for (const char* id : {"5", "999", "x", "-1", "%31%30"}) {
    const Response response = caller.get(std::string("vouchers/") + id);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, std::string(R"({"status":"no","voucher":")") + (id[0] == '%' ? "10" : id) +
                                 R"(","msg":{"voucher":"Voucher not found"}})");
  }
  EXPECT_EQ(std::int64_t(caller.json("vouchers/1")["voucher"]["id"]), 1);
}

TEST(Vouchers, have_the_codes_that_orders_tell) {
  ApiCaller caller;
  std::map<std::string, std::string> names;
  const std::string all = all_vouchers(caller, 12);
  simdjson::dom::parser parser;
  for (const element row : parser.parse(all).get_array()) names[std::string(row["code"])] = std::string(row["name"]);
  for (const element order : caller.rows("orders?limit=1000", "orders")) {
    for (const element used : order["discounts"]["vouchers"].get_array()) {
      EXPECT_EQ(names[std::string(used["voucher"])], std::string_view(used["name"]));
    }
  }
}

TEST(CustomerById, is_the_customer_of_the_list) {
  ApiCaller caller;
  const std::string listed = simdjson::minify(caller.rows("customers?limit=1&offset=9", "customers").at(0));
  EXPECT_EQ(simdjson::minify(caller.json("customers/50")["customer"]), listed);
  for (const char* id : {"40", "541", "99999999999999999999", "x"}) {
    EXPECT_EQ(caller.get(std::string("customers/") + id).body,
              R"({"status":"no","msg":"The customer was not found."})");
  }
}

}  // namespace
}  // namespace decant::sandbox
