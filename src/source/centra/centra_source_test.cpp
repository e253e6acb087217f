#include "source/centra/centra_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "config/document.h"
#include "http/query.h"
#include "http/test_server.h"
#include "http/url.h"
#include "json/write.h"
#include "source/test_sink.h"

namespace decant::source::centra {
namespace {

using http::answer;
using http::ScriptedAnswer;
using http::SeenRequest;
using http::TestServer;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* kKey = "centra-test-key-1";

/// A store of five items and five orders whose pages hold two orders at most, whatever is asked for.
ScriptedAnswer serve_store(const SeenRequest& request) {
  const std::string* key = request.headers.find("API-Authorization");
  if (key == nullptr || *key != kKey) return answer(403, R"({"status":"Not Allowed"})");
  const auto url = http::Url::parse(request.target);
  const auto parameters = http::decode_query(url.query);
  const auto number = [&](std::string_view name, int fallback) {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.first == name; });
    return found == parameters.end() ? fallback : std::stoi(found->second);
  };
  const std::string path = url.path.substr(url.path.rfind('/') + 1);
  const bool items = path == "products" || path == "stock";
  const int size = items ? number("limit", 5) : std::min(number("limit", 20), 2);
  const int page = number("page", 1);
  const int begin = items ? (page - 1) * size : number("offset", 0);
  std::string records;
  for (int i = begin; i < std::min(begin + size, 5); ++i)
    records += (records.empty() ? "{\"" : ",{\"") + std::string(items ? "stockItemId\":" : "orderId\":\"") +
               std::to_string(i) + (items ? "}" : "\"}");
  std::string body = R"({"status":"ok",")" + std::string(items ? "products" : path) + "\":[" + records + "]";
  if (items && begin + size < 5) body += R"(,"next":"?page=)" + std::to_string(page + 1) + "\"";
  return answer(200, body + "}");
}

class CentraSourceTest : public ::testing::Test {
 protected:
  CentraSourceTest() : server([](const SeenRequest& request, auto) { return serve_store(request); }) {}

  Result<std::unique_ptr<Source>> make(const std::string& keys,
                                       std::map<std::string, std::string, std::less<>> variables = {}) {
    config::Environment environment;
    environment.variables = std::move(variables);
    environment.current_dir = std::filesystem::temp_directory_path() / "decant-no-such-folder";
    environment.home_dir = environment.current_dir;
    const auto providers = config::Providers::load(environment);
    if (!providers) return std::unexpected(providers.error());
    const auto node = config::parse_document("type: centra\n" + keys, config::Format::yaml, "centra.yaml");
    if (!node) return std::unexpected(node.error());
    SourceContext context;
    context.file_section = "centra";
    context.providers = &*providers;
    context.selected = selected;
    return make_centra_source(*node, context);
  }

  std::string store(const std::string& more = "") {
    return "base_url: " + server.url("/api/order-api") + "\napi_key: " + kKey + "\n" + more;
  }

  Result<void> run(const std::string& keys) {
    auto source = make(keys);
    if (!source) return std::unexpected(source.error());
    for (const auto& hints : (*source)->resources()) {
      auto extracted = (*source)->extract(hints.name, sink, cancel);
      if (!extracted) return extracted;
    }
    return {};
  }

  static std::vector<std::string> names(const Source& source) {
    std::vector<std::string> result;
    for (const auto& hints : source.resources()) result.push_back(hints.name);
    return result;
  }

  std::vector<std::string> targets() {
    std::vector<std::string> result;
    for (const auto& request : server.seen()) result.push_back(request.target);
    return result;
  }

  TestServer server;
  CancelToken cancel;
  TestSink sink;
  std::vector<std::string> selected;
};

TEST_F(CentraSourceTest, GetsEveryRowOfTheFourResources) {
  const auto done = run(store("page_size: 3\ntimezone: Europe/Stockholm\n"));
  ASSERT_TRUE(done) << to_string(done.error());
  for (const char* name : {"products", "stock", "customers", "orders"})
    EXPECT_THAT(sink.records[name], SizeIs(5)) << name;
  EXPECT_THAT(targets(),
              ElementsAre("/api/order-api/products?limit=3", "/api/order-api/products?limit=3&page=2",
                          "/api/order-api/stock?limit=3", "/api/order-api/stock?limit=3&page=2",
                          "/api/order-api/customers?offset=0&limit=3", "/api/order-api/customers?offset=2&limit=3",
                          "/api/order-api/customers?offset=4&limit=3", "/api/order-api/customers?offset=5&limit=3",
                          "/api/order-api/orders?offset=0&limit=3", "/api/order-api/orders?offset=2&limit=3",
                          "/api/order-api/orders?offset=4&limit=3", "/api/order-api/orders?offset=5&limit=3"));
  EXPECT_TRUE(sink.notes.empty());
}

TEST_F(CentraSourceTest, HintsOfTheCatalogue) {
  const auto source = make(store("timezone: Europe/Stockholm\n"));
  ASSERT_TRUE(source) << to_string(source.error());
  EXPECT_EQ((*source)->name(), "centra_source");
  EXPECT_THAT(names(**source), ElementsAre("products", "stock", "customers", "orders"));
  const std::vector<std::string> keys{"stockItemId", "stockItemId", "customerId", "orderId"};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto& hints = (*source)->resources()[i];
    EXPECT_THAT(hints.primary_key, ElementsAre(keys[i]));
    EXPECT_EQ(hints.write_disposition, "merge");
  }
  const std::string orders = json::write((*source)->resources()[3].to_json());
  EXPECT_THAT(
      orders,
      HasSubstr(
          R"({"name":"orderDate","data_type":"timestamp","x-decant-null":["","0000-00-00 00:00:00","0000-00-00"],"x-decant-timezone":"Europe/Stockholm"})"));
  EXPECT_THAT(orders, HasSubstr(R"({"name":"grandTotalValue","data_type":"decimal","x-decant-null":[""]})"));
  EXPECT_THAT(orders, HasSubstr(R"("path":["products","bundle","warehouses"])"));
}

TEST_F(CentraSourceTest, WithoutTimezoneItSaysSo) {
  ASSERT_TRUE(run(store("resources: [customers, products]\n")));
  EXPECT_THAT(sink.notes, ElementsAre(HasSubstr("UTC")));
  EXPECT_EQ(targets().front(), "/api/order-api/customers?offset=0&limit=100");
}

TEST_F(CentraSourceTest, EntriesOverrideTheCatalogue) {
  const auto done =
      run(store("timezone: UTC\nresources:\n"
                "  - {name: stock, endpoint: {data_selector: stock, params: {exclude: physicalStock}}, "
                "write_disposition: replace}\n"
                "  - {name: orders, table_name: sales}\n"));
  ASSERT_TRUE(done) << to_string(done.error());
  EXPECT_THAT(sink.records["stock"], SizeIs(5));
  EXPECT_THAT(sink.notes, ElementsAre(AllOf(HasSubstr("stand at `products`"), HasSubstr("nothing is at `stock`"))));
  EXPECT_EQ(targets()[0], "/api/order-api/stock?limit=100&exclude=physicalStock");
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
  EXPECT_EQ(targets()[0], "/api/order-api/orders?offset=0&limit=7");

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
  EXPECT_THAT(done.error().message,
              AllOf(HasSubstr("`source.api_key` (centra.yaml:3)"), Not(HasSubstr("some-wrong-key"))));
  EXPECT_THAT(done.error().hint, AllOf(HasSubstr("System"), HasSubstr("Stores"), HasSubstr("Order API")));
  EXPECT_THAT(server.seen(), SizeIs(1));

  const auto from_environment =
      make("base_url: " + server.url("/api/order-api") + "\n", {{"SOURCES__CENTRA__API_KEY", "another-wrong-key"}});
  ASSERT_TRUE(from_environment);
  EXPECT_THAT((*from_environment)->extract("orders", sink, cancel).error().message,
              AllOf(HasSubstr("SOURCES__CENTRA__API_KEY"), Not(HasSubstr("another-wrong-key"))));
}

TEST_F(CentraSourceTest, MistakesAreNamedWithTheirCure) {
  const auto refused = [&](const std::string& keys) {
    const auto source = make(keys);
    if (source) return "accepted: " + keys;
    EXPECT_EQ(source.error().kind, ErrorKind::config);
    return source.error().message + " | " + source.error().hint;
  };
  EXPECT_THAT(refused("base_url: https://store.centra.com\napi_key: k\n"),
              AllOf(HasSubstr("centra.yaml:2"), HasSubstr("/api/order-api")));
  EXPECT_THAT(refused("base_url: https://store.centra.com/se/en\napi_key: k\n"), HasSubstr("/api/order-api"));
  EXPECT_THAT(refused("client:\n  base_url: https://store.centra.com/\n  auth: {type: api_key, api_key: abcdefghi}\n"),
              AllOf(HasSubstr("centra.yaml:3"), HasSubstr("centra.yaml:4"), HasSubstr("API-Authorization")));
  EXPECT_THAT(refused(store("resources: [ordres]\n")),
              AllOf(HasSubstr("centra.yaml:4"), HasSubstr("did you mean `orders`?")));
  EXPECT_THAT(refused(store("resources: orders\n")), HasSubstr("must be a list"));
  EXPECT_THAT(refused(store("page_size: 0\n")), HasSubstr("from 1 to 10000"));
  EXPECT_THAT(refused(store("page_sise: 1\n")), HasSubstr("did you mean `page_size`?"));
  for (const char* later : {"start_date: 2024-01-01", "lookback: 3d", "token: t", "graphql_url: u", "protocol: graphql",
                            "vouchers: [1]", "customer: [1]", "resources: [vouchers]"})
    EXPECT_THAT(refused(store(std::string(later) + "\n")), HasSubstr("not supported yet")) << later;
  selected = {"stok"};
  EXPECT_THAT(refused(store()), HasSubstr("did you mean `stock`?"));
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
