#include "schema/row_filter.h"

#include <gmock/gmock.h>

#include "schema/schema.h"

namespace decant::schema {
namespace {

Schema schema_with(std::string table, std::string_view filters) {
  Schema schema("s");
  Table made(std::move(table));
  made.properties()["filters"] = *json::parse_value(filters);
  schema.add(std::move(made));
  return schema;
}

TEST(RowFilter, FiltersOfATableReachTheTablesNestedInIt) {
  const Schema schema =
      schema_with("orders", R"({"excludes":["re:^lines__cost","secret"],"includes":["re:cost_public$"]})");
  const auto filter = RowFilter::compile(schema, NamingConvention::snake_case(0));
  ASSERT_TRUE(filter);
  EXPECT_TRUE(*filter->removes("orders", "secret"));
  EXPECT_FALSE(*filter->removes("orders", "secret2"));
  EXPECT_TRUE(*filter->removes("orders__lines", "cost"));
  EXPECT_FALSE(*filter->removes("orders__lines", "cost_public"));
  EXPECT_TRUE(*filter->removes("orders__lines__cost_parts", "value")) << "found anywhere in the path";
  EXPECT_FALSE(*filter->removes("ordersx__lines", "cost"));
}

TEST(RowFilter, WithoutExcludesNothingIsRemoved) {
  const Schema schema = schema_with("t", R"({"includes":["a"]})");
  const auto filter = RowFilter::compile(schema, NamingConvention::snake_case(0));
  ASSERT_TRUE(filter);
  EXPECT_TRUE(filter->empty());
  EXPECT_FALSE(*filter->removes("t", "b"));
}

TEST(RowFilter, MalformedFiltersAreRefused) {
  for (const char* filters : {R"({"excludes":"a"})", R"({"excludes":[1]})", R"({"excludes":["re:("]})"}) {
    const auto filter = RowFilter::compile(schema_with("t", filters), NamingConvention::snake_case(0));
    ASSERT_FALSE(filter) << filters;
    EXPECT_EQ(filter.error().kind, ErrorKind::schema);
  }
}

}  // namespace
}  // namespace decant::schema
