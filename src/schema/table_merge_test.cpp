#include "schema/table_merge.h"

#include <gmock/gmock.h>

#include "json/write.h"

namespace decant::schema {
namespace {

Table table_from(std::string_view name, std::string_view text) {
  auto table = Table::from_json(name, *json::parse_value(text));
  EXPECT_TRUE(table) << text;
  return table.value_or(Table("broken"));
}

std::string columns_of(const Table& table) { return json::write(*table.to_json().find("columns")); }

TEST(MergeTable, TakesEveryPropertyThatComes) {
  Table stored = table_from(
      "t", R"({"columns":{"a":{"data_type":"text","nullable":false,"unique":true,"precision":10,"x-mine":1}}})");
  const Table partial = table_from(
      "t",
      R"({"columns":{"a":{"data_type":"bigint","nullable":true,"unique":false,"precision":null},"b":{"sort":true}}})");
  ASSERT_TRUE(merge_table(stored, partial, CompoundHints::add));
  EXPECT_EQ(columns_of(stored),
            R"({"a":{"name":"a","data_type":"bigint","nullable":true,"x-mine":1,"unique":false,"precision":null},)"
            R"("b":{"name":"b","sort":true}})");
}

TEST(MergeTable, UntypedColumnsThatGetTheirTypeGoToTheEnd) {
  Table stored = table_from("t", R"({"columns":{"key":{"primary_key":true},"a":{"data_type":"text"}}})");
  ASSERT_TRUE(merge_table(stored, table_from("t", R"({"columns":{"key":{"data_type":"text"}}})"), CompoundHints::add));
  EXPECT_EQ(columns_of(stored),
            R"({"a":{"name":"a","data_type":"text"},"key":{"name":"key","data_type":"text","primary_key":true}})");
}

TEST(MergeTable, CompoundHintsAreReplacedAsASet) {
  const Table partial = table_from("t", R"({"columns":{"b":{"primary_key":true},"c":{"merge_key":false}}})");
  const char* before = R"({"columns":{"a":{"primary_key":true,"merge_key":true,"incremental":true},"b":{}}})";
  Table replaced = table_from("t", before);
  ASSERT_TRUE(merge_table(replaced, partial, CompoundHints::replace));
  EXPECT_THAT(replaced.columns_with("primary_key"), testing::ElementsAre("b"));
  EXPECT_THAT(replaced.columns_with("merge_key"), testing::ElementsAre("a")) << "false replaces nothing";
  EXPECT_THAT(replaced.columns_with("incremental"), testing::ElementsAre("a"));
  Table added = table_from("t", before);
  ASSERT_TRUE(merge_table(added, partial, CompoundHints::add));
  EXPECT_THAT(added.columns_with("primary_key"), testing::ElementsAre("a", "b"));
}

TEST(MergeTable, PropertiesOverwriteAndReferencesAreMerged) {
  Table stored = table_from("t", R"({"columns":{},"write_disposition":"append","x-mine":1,"references":[)"
                                 R"({"referenced_table":"u","columns":["a"],"referenced_columns":["id"]}]})");
  const Table partial = table_from("t", R"({"columns":{},"write_disposition":"merge","references":[)"
                                        R"({"referenced_table":"v","columns":["b"],"referenced_columns":["id"]},)"
                                        R"({"referenced_table":"u","columns":["c"],"referenced_columns":["id"]}]})");
  ASSERT_TRUE(merge_table(stored, partial, CompoundHints::replace));
  EXPECT_EQ(json::write(stored.properties()),
            R"({"write_disposition":"merge","x-mine":1,"references":[)"
            R"({"referenced_table":"u","columns":["c"],"referenced_columns":["id"]},)"
            R"({"referenced_table":"v","columns":["b"],"referenced_columns":["id"]}]})");
}

TEST(MergeTable, RefusesAnotherParentAndAResourceOfANestedTable) {
  Table root = table_from("t", R"({"columns":{}})");
  EXPECT_FALSE(merge_table(root, table_from("t", R"({"columns":{},"parent":"p"})"), CompoundHints::add));
  Table nested = table_from("t", R"({"columns":{},"parent":"p"})");
  EXPECT_FALSE(merge_table(nested, table_from("t", R"({"columns":{}})"), CompoundHints::add));
  const auto merged =
      merge_table(nested, table_from("t", R"({"columns":{},"parent":"p","resource":"r"})"), CompoundHints::add);
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().kind, ErrorKind::schema);
}

TEST(NormalizeIdentifiers, MergesColumnsWhoseNamesBecomeTheSame) {
  const Table table = table_from(
      "MyOrders", R"({"columns":{"Id":{"data_type":"text","primary_key":true},"x":{},"id":{"data_type":"bigint",)"
                  R"("primary_key":false,"nullable":false}},"resource":"MyOrders","references":[)"
                  R"({"referenced_table":"Users","columns":["userId"],"referenced_columns":["ID"]}]})");
  const Table normalized = normalize_identifiers(table, NamingConvention::snake_case(0));
  EXPECT_EQ(json::write(normalized.to_json()),
            R"({"name":"my_orders","columns":{"id":{"name":"id","data_type":"bigint","nullable":false,)"
            R"("primary_key":true},"x":{"name":"x"}},"resource":"MyOrders","references":[)"
            R"({"referenced_table":"users","columns":["user_id"],"referenced_columns":["id"]}]})");
}

}  // namespace
}  // namespace decant::schema
