#include "sandbox/centra/plugin_settings.h"

#include <gtest/gtest.h>

#include <set>

#include "sandbox/centra/api_caller.h"

namespace decant::sandbox {
namespace {

using simdjson::dom::element;

ApiCaller caller_with(const char* setting) {
  StoreOptions options;
  EXPECT_EQ(apply_setting(options.settings, setting), std::nullopt);
  return ApiCaller(options);
}

std::set<std::string> values(ApiCaller& caller, const std::string& target, const char* selector, const char* field) {
  std::set<std::string> found;
  for (const element row : caller.rows(target, selector)) found.insert(simdjson::minify(row[field]));
  return found;
}

TEST(PluginSettings, reads_assignments_and_says_what_is_wrong) {
  PluginSettings settings;
  EXPECT_FALSE(apply_setting(settings, "markets=1,5"));
  EXPECT_EQ(settings.markets, (std::set<std::int64_t>{1, 5}));
  EXPECT_EQ(apply_setting(settings, "on-hold=maybe"), "on-hold: expected one of no, yes, got \"maybe\"");
  for (const char* text :
       {"markets", "markets=x", "disabled=order", "order-statuses=sent", "bundles=all", "colour=red", "="}) {
    EXPECT_TRUE(apply_setting(settings, text)) << text;
  }
}

TEST(PluginSettings, answer_403_where_an_endpoint_is_not_enabled) {
  ApiCaller caller = caller_with("disabled=shipments,customers");
  for (const char* target : {"shipments", "customers?limit=1", "customers/41"}) {
    EXPECT_EQ(caller.get(target).status, 403) << target;
    EXPECT_EQ(caller.get(target).body, R"({"status":"Not Allowed"})");
  }
  EXPECT_EQ(caller.get("orders").status, 200);
}

TEST(PluginSettings, hide_orders_and_shipments_of_other_markets) {
  ApiCaller caller = caller_with("markets=2,3");
  EXPECT_EQ(values(caller, "orders?limit=1000", "orders", "marketId"), (std::set<std::string>{"2", "3"}));
  EXPECT_EQ(values(caller, "shipments?limit=1000&status=completed", "shipments", "orderCurrency"),
            (std::set<std::string>{R"("EUR")", R"("USD")"}));
}

TEST(PluginSettings, hide_orders_by_status) {
  ApiCaller caller = caller_with("order-statuses=confirmed,processing");
  EXPECT_EQ(values(caller, "orders?limit=1000", "orders", "orderStatus"),
            (std::set<std::string>{R"("confirmed")", R"("processing")"}));
  EXPECT_EQ(caller.get("shipments?status=completed&limit=100").rows, 0U);
}

TEST(PluginSettings, hide_orders_that_wait) {
  ApiCaller held = caller_with("on-hold=no");
  EXPECT_EQ(values(held, "orders?limit=1000", "orders", "hold"), (std::set<std::string>{"0"}));
  StoreOptions options;
  options.orders = 10'000;
  options.page_limit = 10'000;
  ApiCaller all(options);
  options.settings.shows_orders_waiting_for_payment = false;
  ApiCaller paid(options);
  expect_types(all.rows("orders?limit=10000", "orders"), {{"waitingForPayment", "i-"}});
  const auto rows = paid.rows("orders?limit=10000", "orders");
  EXPECT_LT(rows.size(), 10'000U);
  for (const element row : rows) {
    const auto waiting = row["waitingForPayment"];
    EXPECT_TRUE(waiting.error() != simdjson::SUCCESS || std::int64_t(waiting) == 0);
  }
}

struct LineCounts {
  std::size_t lines = 0;
  std::size_t bundles = 0;
  std::size_t nested = 0;
  std::size_t parts = 0;
  bool operator==(const LineCounts&) const = default;
};

LineCounts count_lines(const char* setting, const std::string& target, const char* selector) {
  ApiCaller caller = caller_with(setting);
  LineCounts counts;
  for (const element row : caller.rows(target, selector)) {
    for (const element line : row["products"].get_array()) {
      ++counts.lines;
      if (type_letter(line["isPartOfBundle"]) == 's') ++counts.parts;
      if (!bool(line["isBundle"])) continue;
      ++counts.bundles;
      simdjson::dom::array nested;
      if (line["bundle"].get(nested) == simdjson::SUCCESS) {
        counts.nested += nested.size();
      } else {
        EXPECT_EQ(type_letter(line["price"]), 'i');
        EXPECT_EQ(double(line["price"]), 0);
        EXPECT_GT(double(line["originalPrice"]), 0);
      }
    }
  }
  return counts;
}

TEST(PluginSettings, choose_the_form_of_bundles) {
  for (const auto& [target, selector] :
       {std::pair("orders?limit=1000", "orders"), std::pair("shipments?status=goodtogo&limit=1000", "shipments")}) {
    const LineCounts nested = count_lines("bundles=nested", target, selector);
    EXPECT_GT(nested.bundles, 0U);
    EXPECT_GT(nested.nested, nested.bundles);
    EXPECT_EQ(nested.parts, 0U);
    const std::size_t others = nested.lines - nested.bundles;
    EXPECT_EQ(count_lines("bundles=items", target, selector),
              (LineCounts{others + nested.nested, 0, 0, nested.nested}));
    EXPECT_EQ(count_lines("bundles=bundles", target, selector), (LineCounts{nested.lines, nested.bundles, 0, 0}));
    EXPECT_EQ(count_lines("bundles=both", target, selector),
              (LineCounts{nested.lines + nested.nested, nested.bundles, 0, nested.nested}));
  }
}

TEST(PluginSettings, choose_the_warehouses_that_stock_counts) {
  const auto available = [](const char* setting) {
    ApiCaller caller = caller_with(setting);
    std::int64_t sum = 0;
    for (const element row : caller.rows("stock", "products")) {
      sum += std::int64_t(row["availableStock"]);
      EXPECT_EQ(std::int64_t(row["physicalStock"]),
                std::int64_t(row["allocatedStock"]) + std::int64_t(row["availableStock"]));
    }
    return sum;
  };
  EXPECT_LT(available("warehouses=main"), available("warehouses=all"));
}

}  // namespace
}  // namespace decant::sandbox
