#include "sandbox/centra/expected.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <string>

#include "sandbox/centra/api_caller.h"

namespace decant::sandbox {
namespace {

using simdjson::dom::element;
using Counts = std::map<std::string, std::int64_t>;

// dlt's convention, by its own rules.
std::string table_part(const std::string& key) {
  static const std::regex symbols("[^A-Za-z0-9_]");
  static const std::regex before_word("([^_])([A-Z][a-z]+)");
  static const std::regex before_capital("([a-z0-9])([A-Z])");
  static std::map<std::string, std::string> known;
  std::string& name = known[key];
  if (!name.empty()) return name;
  name = std::regex_replace(key, symbols, "_");
  name = std::regex_replace(name, before_word, "$1_$2");
  name = std::regex_replace(name, before_capital, "$1_$2");
  std::ranges::transform(name, name.begin(),
                         [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return name;
}

void walk(const element& value, const std::string& table, Counts& counts) {
  if (value.is_object()) {
    for (const auto& [key, member] : value.get_object()) {
      const std::string part = table + "__" + table_part(std::string(key));
      // What Centra keys by ids becomes a row a member.
      if (key == "valueByPricelist" && member.is_object()) counts[part] += std::int64_t(member.get_object().size());
      walk(member, part, counts);
    }
  } else if (value.is_array()) {
    for (const element child : value.get_array()) {
      ++counts[table];
      walk(child, table, counts);
    }
  }
}

// Asks for one page after the other, as a client does.
Counts served(ApiCaller& caller, const std::string& path, const char* selector, const std::string& paging,
              const std::string& table) {
  Counts counts;
  const std::string separator = path.find('?') == std::string::npos ? "?" : "&";
  for (std::size_t page = 0;; ++page) {
    const std::string query = paging == "offset" ? "limit=50&offset=" + std::to_string(page * 50)
                                                 : "limit=50&page=" + std::to_string(page + 1);
    const auto rows = caller.rows(fmt::format("{}{}{}", path, separator, query), selector);
    for (const element row : rows) {
      ++counts[table];
      walk(row, table, counts);
    }
    if (rows.size() == 0 || paging == "none") return counts;
  }
}

Counts told(const element& view) {
  Counts counts;
  for (const auto& [table, rows] : view["tables"].get_object()) counts[std::string(table)] = std::int64_t(rows);
  return counts;
}

struct Endpoint {
  const char* group;
  const char* name;
  const char* selector;
  const char* paging;
};

TEST(Expected, agrees_with_what_is_served) {
  for (const unsigned drift : {0U, 3U}) {
    StoreOptions options;
    options.drift = drift;
    options.settings.markets = {1, 2, 3};
    ApiCaller caller(options);
    const std::string body = expected_json(caller.api(), Drift(options));
    simdjson::dom::parser parser;
    const element expected = parser.parse(body);
    EXPECT_EQ(std::int64_t(expected["drift"]), drift);
    for (const Endpoint& endpoint : {Endpoint{"resources", "products", "products", "page"},
                                     {"resources", "stock", "products", "page"},
                                     {"resources", "customers", "customers", "offset"},
                                     {"resources", "orders", "orders", "offset"},
                                     {"resources", "shipments", "shipments", "offset"},
                                     {"resources", "returns", "returns", "page"},
                                     {"resources", "supplier_orders", "orders", "none"},
                                     {"resources", "supplier_deliveries", "deliveries", "none"},
                                     {"views", "products?include=attributes", "products", "page"},
                                     {"views", "stock?include=attributes", "products", "page"},
                                     {"views", "shipments?status=inprogress", "shipments", "offset"},
                                     {"views", "shipments?status=completed", "shipments", "offset"}}) {
      const element view = expected[endpoint.group][endpoint.name];
      const std::string table(std::string_view(endpoint.name).substr(0, std::string_view(endpoint.name).find('?')));
      const Counts counts = served(caller, std::string(view["path"]), endpoint.selector, endpoint.paging, table);
      EXPECT_EQ(told(view), counts) << endpoint.name;
      EXPECT_EQ(std::int64_t(view["records"]), counts.at(table)) << endpoint.name;
    }
  }
}

// Asks for each id that is told, and for each record of the list that has its ids.
Counts served_one_by_one(ApiCaller& caller, const std::vector<std::string>& paths, const char* selector,
                         const std::string& table) {
  Counts counts;
  for (const std::string& path : paths) {
    ++counts[table];
    walk(caller.json(path)[selector], table, counts);
  }
  return counts;
}

TEST(Expected, agrees_with_what_is_served_by_id) {
  StoreOptions options;
  options.drift = 2;
  ApiCaller caller(options);
  const std::string body = expected_json(caller.api(), Drift(options));
  simdjson::dom::parser parser;
  const element expected = parser.parse(body);
  const auto paths = [&](const char* list, const char* selector, const char* key, const char* prefix,
                         const char* suffix) {
    std::vector<std::string> found;
    for (const element row : caller.rows(list, selector)) {
      found.push_back(std::string(prefix) + std::string(row[key]) + suffix);
    }
    return found;
  };
  std::vector<std::string> vouchers;
  for (const element id : expected["resources"]["vouchers"]["ids"].get_array())
    vouchers.push_back("vouchers/" + std::string(id));
  EXPECT_EQ(told(expected["resources"]["vouchers"]), served_one_by_one(caller, vouchers, "voucher", "vouchers"));
  EXPECT_EQ(told(expected["resources"]["customer"]),
            served_one_by_one(caller, paths("customers?limit=1000", "customers", "customerId", "customers/", ""),
                              "customer", "customer"));
  EXPECT_EQ(told(expected["views"]["supplier-orders/{id}"]),
            served_one_by_one(caller, paths("supplier-orders", "orders", "orderId", "supplier-orders/", ""), "order",
                              "supplier_order"));
  EXPECT_EQ(told(expected["views"]["supplier-deliveries/{id}"]),
            served_one_by_one(caller, paths("supplier-deliveries", "deliveries", "id", "supplier-deliveries/", ""),
                              "delivery", "supplier_delivery"));
  EXPECT_EQ(
      told(expected["views"]["supplier-deliveries/{id}/details"]),
      served_one_by_one(caller, paths("supplier-deliveries", "deliveries", "id", "supplier-deliveries/", "/details"),
                        "delivery", "supplier_delivery_details"));
}

TEST(Expected, leaves_out_what_is_not_enabled) {
  StoreOptions options;
  options.settings.disabled = {"vouchers", "shipments"};
  ApiCaller caller(options);
  const std::string body = expected_json(caller.api(), Drift(options));
  EXPECT_EQ(body.find("vouchers/"), std::string::npos);
  EXPECT_EQ(body.find("shipments?"), std::string::npos);
  EXPECT_NE(body.find(R"("returns":)"), std::string::npos);
}

}  // namespace
}  // namespace decant::sandbox
