#include "sandbox/shop/shop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace decant::sandbox::shop {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string get(Shop& shop, const std::string& path, const std::string& query = "") {
  Request request;
  request.path = path;
  request.query = query;
  Response response = shop.handle(request);
  response.join();
  return std::move(response.body);
}

std::size_t rows(Shop& shop, const std::string& query) {
  Request request;
  request.path = "/api/orders";
  request.query = query;
  return shop.handle(request).rows;
}

TEST(Shop, serves_numbered_pages) {
  Shop shop({.orders = 25});
  EXPECT_THAT(get(shop, "/api/orders", "limit=10&page=1"),
              StartsWith(R"({"page":1,"pages":3,"total":25,"data":[{"id":1000001,)"));
  EXPECT_EQ(rows(shop, "limit=10&page=3"), 5);
  EXPECT_EQ(rows(shop, "limit=10&page=4"), 0);
  EXPECT_EQ(rows(shop, "page=9223372036854775807&limit=1000"), 0);
  EXPECT_EQ(rows(shop, ""), 25);
}

TEST(Shop, gives_the_orders_that_changed_within_the_hour) {
  Shop before({.orders = 100});
  Shop after({.orders = 100, .changed = 20});
  const std::string query = "updated_after=2024-06-01T12%3A00%3A00Z";
  EXPECT_EQ(rows(before, query), 0);
  EXPECT_EQ(rows(after, query), 20);
  EXPECT_THAT(get(after, "/api/orders", query + "&limit=5&page=2"), StartsWith(R"({"page":2,"pages":4,"total":20,)"));
  EXPECT_EQ(rows(after, ""), 100);
}

TEST(Shop, refuses_what_it_does_not_know) {
  Shop shop({.tables = 2});
  EXPECT_THAT(get(shop, "/api/returns"), HasSubstr("no such list"));
  EXPECT_THAT(get(shop, "/orders"), HasSubstr("no such list"));
  EXPECT_THAT(get(shop, "/api/orders", "page=0"), HasSubstr("cannot be read"));
  EXPECT_THAT(get(shop, "/api/orders", "updated_after=soon"), HasSubstr("a time is expected"));
  EXPECT_THAT(get(shop, "/api/stock", "updated_after=2024-06-01"), HasSubstr("a time is expected"));
  EXPECT_THAT(get(shop, "/api/tables/3"), HasSubstr("no such list"));
}

TEST(Shop, tells_what_a_full_load_finds) {
  Shop shop({.orders = 1,
             .products = 0,
             .customers = 0,
             .stock = 0,
             .wide_rows = 2,
             .deep_rows = 1,
             .deep_levels = 5,
             .tables = 1,
             .table_rows = 3,
             .drift_rows = 4});
  const std::string expected = get(shop, "/sandbox/expected");
  EXPECT_THAT(expected, HasSubstr(R"("wide":{"path":"wide","records":2,"tables":{"wide":2}})"));
  EXPECT_THAT(expected, HasSubstr(R"("deep__parts":2,"deep__parts__parts":4,"deep__parts__parts__parts":8,)"));
  EXPECT_THAT(expected, HasSubstr(R"("tables_1":{"path":"tables/1","records":3,"tables":{"tables_1":3}})"));
  EXPECT_THAT(expected, HasSubstr(R"("drift":{"path":"drift","records":4,"tables":{"drift":4,"drift__marks":2}})"));
}

TEST(Shop, has_the_shapes_that_were_asked_for) {
  Shop shop({.wide_rows = 1, .wide_columns = 6, .drift_rows = 4});
  EXPECT_THAT(get(shop, "/api/wide"), HasSubstr(R"("column_005":)"));
  EXPECT_THAT(get(shop, "/api/wide"), Not(HasSubstr("column_006")));
  EXPECT_THAT(get(shop, "/api/drift", "limit=2"), HasSubstr("former"));
  EXPECT_THAT(get(shop, "/api/drift", "limit=2&page=2"), HasSubstr("pieces"));
}

}  // namespace
}  // namespace decant::sandbox::shop
