#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/write.h"
#include "source/centra/centra_source_fixture.h"

namespace decant::source::centra {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(CentraSourceTest, GetsEveryRowOfTheEightLists) {
  const auto done = run(store("page_size: 3\ntimezone: Europe/Stockholm\n"));
  ASSERT_TRUE(done) << to_string(done.error());
  for (const char* name :
       {"products", "stock", "customers", "orders", "shipments", "returns", "supplier_orders", "supplier_deliveries"})
    EXPECT_THAT(sink.records[name], SizeIs(5)) << name;
  const std::string now = "older_than=2024-07-15+12%3A00%3A00";
  EXPECT_THAT(targets(),
              ElementsAre("products?limit=3", "products?limit=3&page=2", "stock?limit=3", "stock?limit=3&page=2",
                          "customers?offset=0&limit=3", "customers?offset=2&limit=3", "customers?offset=4&limit=3",
                          "customers?offset=5&limit=3", "orders?" + now + "&offset=0&limit=3",
                          "orders?" + now + "&offset=2&limit=3", "orders?" + now + "&offset=4&limit=3",
                          "orders?" + now + "&offset=5&limit=3", "shipments?" + now + "&offset=0&limit=3",
                          "shipments?" + now + "&offset=2&limit=3", "shipments?" + now + "&offset=4&limit=3",
                          "shipments?" + now + "&offset=5&limit=3", "returns?limit=3&" + now + "&page=1",
                          "returns?limit=3&" + now + "&page=2", "returns?limit=3&" + now + "&page=3",
                          "returns?limit=3&" + now + "&page=4", "supplier-orders", "supplier-deliveries"));
  EXPECT_THAT(sink.notes, ElementsAre(HasSubstr("`vouchers` and `customer` are left out")));
}

TEST_F(CentraSourceTest, HintsOfTheCatalogue) {
  const auto source = make(store("timezone: Europe/Stockholm\nvouchers: [1]\ncustomer: [1]\n"));
  ASSERT_TRUE(source) << to_string(source.error());
  EXPECT_EQ((*source)->name(), "centra_source");
  EXPECT_THAT(names(**source), ElementsAre("products", "stock", "customers", "orders", "shipments", "returns",
                                           "supplier_orders", "supplier_deliveries", "vouchers", "customer"));
  const std::vector<std::string> keys{"stockItemId", "stockItemId", "customerId", "orderId", "shipmentId",
                                      "returnId",    "orderId",     "id",         "id",      "customerId"};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto& hints = (*source)->resources()[i];
    EXPECT_THAT(hints.primary_key, ElementsAre(keys[i]));
    EXPECT_EQ(hints.write_disposition, hints.name == "supplier_deliveries" ? "replace" : "merge");
  }
  const std::string orders = json::write((*source)->resources()[3].to_json());
  EXPECT_THAT(orders, HasSubstr(R"({"name":"orderDate","data_type":"timestamp","x-decant-null":["",)"
                                R"("0000-00-00 00:00:00","0000-00-00 00:00","0000-00-00"],)"
                                R"("x-decant-timezone":"Europe/Stockholm"})"));
  EXPECT_THAT(orders, HasSubstr(R"({"name":"grandTotalValue","data_type":"decimal","x-decant-null":[""]})"));
  EXPECT_THAT(orders, HasSubstr(R"("path":["products","bundle","warehouses"])"));
  EXPECT_THAT(json::write((*source)->resources()[5].to_json()),
              HasSubstr(R"({"name":"returnCost","data_type":"decimal","x-decant-null":[""]})"));
}

TEST_F(CentraSourceTest, WithoutTimezoneItSaysSo) {
  ASSERT_TRUE(run(store("resources: [customers, products]\n")));
  EXPECT_THAT(sink.notes, ElementsAre(HasSubstr("UTC")));
  EXPECT_EQ(targets().front(), "customers?offset=0&limit=100");
}

TEST_F(CentraSourceTest, EntriesOverrideTheCatalogue) {
  const auto done =
      run(store("timezone: UTC\nresources:\n"
                "  - {name: stock, endpoint: {data_selector: stock, params: {exclude: physicalStock}}, "
                "write_disposition: replace}\n"
                "  - {name: orders, table_name: sales}\n"));
  ASSERT_TRUE(done) << to_string(done.error());
  EXPECT_THAT(sink.records["stock"], SizeIs(5));
  EXPECT_THAT(sink.notes, ElementsAre(AllOf(HasSubstr("taken from `products`"), HasSubstr("nothing is at `stock`"))));
  EXPECT_EQ(targets()[0], "stock?limit=100&exclude=physicalStock");
  const auto source =
      make(store("resources: [{name: orders, table_name: sales, columns: {note: {data_type: text}}}]\n"));
  ASSERT_TRUE(source);
  const auto& orders = (*source)->resources().at(0);
  EXPECT_EQ(orders.table_name, "sales");
  EXPECT_THAT(orders.primary_key, ElementsAre("orderId"));
  EXPECT_EQ(orders.columns.front().name, "orderId");
  EXPECT_EQ(orders.columns.back().name, "note");
}

TEST_F(CentraSourceTest, ValuesAreLookedUp) {
  const auto source = make("resources: [orders]\n", {{"SOURCES__CENTRA__API_KEY", kKey},
                                                     {"SOURCES__CENTRA_SOURCE__BASE_URL", server.url("/api/order-api")},
                                                     {"PAGE_SIZE", "7"},
                                                     {"TIMEZONE", "UTC"}});
  ASSERT_TRUE(source) << to_string(source.error());
  ASSERT_TRUE((*source)->extract("orders", sink, cancel));
  EXPECT_THAT(sink.records["orders"], SizeIs(5));
  EXPECT_THAT(targets()[0], HasSubstr("&offset=0&limit=7"));

  const auto missing = make("");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::config);
  EXPECT_THAT(missing.error().message, AllOf(HasSubstr("base_url"), HasSubstr("sources.centra.centra_source.api_key"),
                                             HasSubstr("SOURCES__API_KEY"), HasSubstr("api_key")));
}

TEST_F(CentraSourceTest, AWrongKeyNamesThePlaceAndWhereCentraShowsIt) {
  const auto done =
      run("base_url: " + server.url("/api/order-api") + "\napi_key: some-wrong-key\nresources: [orders]\n");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::auth);
  EXPECT_THAT(done.error().message, Not(HasSubstr("some-wrong-key")));
  EXPECT_EQ(done.error().details.setting, "source.api_key");
  EXPECT_EQ(done.error().details.line, 3);
  EXPECT_THAT(done.error().hint, AllOf(HasSubstr("System"), HasSubstr("Stores"), HasSubstr("Order API")));
  EXPECT_THAT(server.seen(), SizeIs(1));

  const auto from_environment =
      make("base_url: " + server.url("/api/order-api") + "\n", {{"SOURCES__CENTRA__API_KEY", "another-wrong-key"}});
  ASSERT_TRUE(from_environment);
  const auto refused = (*from_environment)->extract("orders", sink, cancel);
  EXPECT_THAT(refused.error().details.place, HasSubstr("SOURCES__CENTRA__API_KEY"));
  EXPECT_THAT(refused.error().message, Not(HasSubstr("another-wrong-key")));
}

TEST_F(CentraSourceTest, ParametersThatDecantSetsAreRefused) {
  for (const char* name : {"newer_than", "older_than", "limit", "offset"})
    EXPECT_THAT(
        refused(store("resources:\n  - { name: orders, endpoint: { params: { " + std::string(name) + ": 7 } } }\n")),
        AllOf(HasSubstr("centra.yaml:5"), HasSubstr("endpoint.params." + std::string(name) + "` is set by decant")))
        << name;
  EXPECT_TRUE(make(store("resources:\n  - { name: shipments, endpoint: { params: { status: completed } } }\n")));
  EXPECT_TRUE(make(
      store("resources:\n  - { name: orders, endpoint: { incremental: null, params: { newer_than: '2026-01-01' } } "
            "}\n")));
}

TEST_F(CentraSourceTest, KeysWithWhatIsNoneOfThemAreRefused) {
  const std::string url = "base_url: https://s.centra.com/api/order-api\n";
  EXPECT_THAT(refused(url + "api_key: 'Bearer abcdefgh'\n"),
              AllOf(HasSubstr("centra.yaml:3"), HasSubstr("begins with")));
  EXPECT_THAT(refused(url + "api_key: ''\n"), AllOf(HasSubstr("centra.yaml:3"), HasSubstr("is empty")));
  for (const char* key : {"\"abcdefgh\\n\"", "' abcdefgh'", "abcdefghé"})
    EXPECT_THAT(refused(url + "api_key: " + key + "\n"), AllOf(HasSubstr("centra.yaml:3"), HasSubstr("holds a blank")));
}

TEST_F(CentraSourceTest, MistakesAreNamedWithTheirCure) {
  EXPECT_THAT(refused("base_url: https://store.centra.com\napi_key: k\n"),
              AllOf(HasSubstr("centra.yaml:2"), HasSubstr("/api/order-api")));
  EXPECT_THAT(refused("base_url: https://store.centra.com/se/en\napi_key: k\n"), HasSubstr("/api/order-api"));
  EXPECT_THAT(refused("client:\n  base_url: https://store.centra.com/\n  auth: {type: api_key, api_key: abcdefghi}\n"),
              AllOf(HasSubstr("centra.yaml:3"), HasSubstr("centra.yaml:4"), HasSubstr("the header Authorization")));
  EXPECT_THAT(refused(store("resources: [ordres]\n")),
              AllOf(HasSubstr("centra.yaml:4"), HasSubstr("did you mean `orders`?")));
  EXPECT_THAT(refused(store("resources: orders\n")), HasSubstr("must be a list"));
  EXPECT_THAT(refused(store("page_size: 0\n")), HasSubstr("from 1 to 10000"));
  EXPECT_THAT(refused(store("page_sise: 1\n")), HasSubstr("did you mean `page_size`?"));
  for (const char* later : {"token: t", "graphql_url: u", "protocol: graphql"})
    EXPECT_THAT(refused(store(std::string(later) + "\n")), HasSubstr("not supported yet")) << later;
  EXPECT_THAT(refused(store("timezone: Mars/Base\n")), AllOf(HasSubstr("centra.yaml:4"), HasSubstr("Mars/Base")));
  EXPECT_THAT(refused(store("start_date: soon\n")), AllOf(HasSubstr("centra.yaml:4"), HasSubstr("2024-01-31")));
  for (const char* length : {"30", "'30'", "1.5", "-1d", "40000d", "30 moons"})
    EXPECT_THAT(refused(store("lookback: " + std::string(length) + "\n")), HasSubstr("centra.yaml:4")) << length;
  selected = {"stok"};
  EXPECT_THAT(refused(store()), HasSubstr("did you mean `stock`?"));
}

TEST_F(CentraSourceTest, LaterRunsAskForWhatChanged) {
  const std::string keys = store("timezone: Europe/Stockholm\n");
  ASSERT_TRUE(run(keys));
  commit();
  run_start += kMicrosPerDay;
  const std::size_t first = server.seen().size();
  ASSERT_TRUE(run(keys));
  const auto asked = targets(first);
  const std::string window = "newer_than=2024-06-15+12%3A00%3A00&older_than=2024-07-16+12%3A00%3A00";
  const std::vector<std::string> begins{"products?limit=100&modified=2024-07-15+11%3A00%3A00",
                                        "stock?limit=100&stock_modified=2024-07-15+11%3A00%3A00",
                                        "customers?modified=2024-07-15+11%3A00%3A00&offset=0&limit=100",
                                        "orders?" + window + "&offset=0&limit=100",
                                        "shipments?" + window + "&offset=0&limit=100",
                                        "returns?limit=100&" + window + "&page=1",
                                        "supplier-orders",
                                        "supplier-deliveries"};
  for (const auto& begin : begins) EXPECT_EQ(std::count(asked.begin(), asked.end(), begin), 1) << begin;
}

TEST_F(CentraSourceTest, StartDateLookbackAndOverlap) {
  const std::string keys =
      store("timezone: UTC\nstart_date: 2024-07-10\nlookback: 7d\noverlap: 30m\nresources: [customers, orders]\n");
  ASSERT_TRUE(run(keys));
  EXPECT_THAT(targets()[0], HasSubstr("customers?offset=0"));
  EXPECT_THAT(targets()[4], HasSubstr("orders?newer_than=2024-07-10+00%3A00%3A00&older_than=2024-07-15+10%3A00%3A00"));
  commit();
  run_start += 4 * kMicrosPerDay;
  const std::size_t first = server.seen().size();
  ASSERT_TRUE(run(keys));
  EXPECT_THAT(targets(first)[0], HasSubstr("customers?modified=2024-07-15+09%3A30%3A00"));
  // Seven days back would be before the start.
  EXPECT_THAT(targets(first)[4], HasSubstr("orders?newer_than=2024-07-10+00%3A00%3A00"));
}

TEST_F(CentraSourceTest, TheCorrectedExampleRuns) {
  const auto done = run("client:\n  base_url: " + server.url("/api/order-api/") +
                        "\n  auth: {type: api_key, name: API-Authorization, api_key: " + kKey +
                        "}\nresources:\n  - {name: products, endpoint: {path: products, data_selector: products}}\n"
                        "  - {name: orders, endpoint: {path: orders, data_selector: orders}}\n");
  ASSERT_TRUE(done) << to_string(done.error());
  EXPECT_THAT(sink.records["products"], SizeIs(5));
  EXPECT_THAT(sink.records["orders"], SizeIs(5));
}

}  // namespace
}  // namespace decant::source::centra
