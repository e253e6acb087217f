#include "schema/resource_hints.h"

#include <gtest/gtest.h>

#include "json/write.h"

namespace decant::schema {
namespace {

TEST(ResourceHints, SurviveTheManifest) {
  ResourceHints hints;
  hints.name = "products";
  hints.table_name = "items";
  hints.write_disposition = "merge";
  hints.primary_key = {"stockItemId"};
  hints.merge_key = {"a", "b"};
  hints.max_table_nesting = 2;
  hints.properties["x-merge-strategy"] = "delete-insert";
  Column created;
  created.name = "createdAt";
  created.data_type = DataType::timestamp;
  created.other["x-decant-timezone"] = "Europe/Stockholm";
  hints.columns = {created};
  Column price;
  price.name = "price";
  price.data_type = DataType::decimal;
  NestedHints campaigns{
      .path = {"prices", "campaigns"}, .columns = {price}, .primary_key = {"id"}, .merge_key = {"day"}};
  campaigns.properties["write_disposition"] = "replace";
  hints.nested_hints = {campaigns};

  const auto read = ResourceHints::from_json(hints.to_json());
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(json::write(read->to_json()), json::write(hints.to_json()));
  EXPECT_EQ(read->columns.at(0).other.text_or("x-decant-timezone", ""), "Europe/Stockholm");
  EXPECT_EQ(read->nested_hints.at(0).path, (std::vector<std::string>{"prices", "campaigns"}));
  EXPECT_EQ(read->nested_hints.at(0).columns.at(0).data_type, DataType::decimal);
  EXPECT_EQ(read->nested_hints.at(0).primary_key, std::vector<std::string>{"id"});
  EXPECT_EQ(read->nested_hints.at(0).merge_key, std::vector<std::string>{"day"});
  EXPECT_EQ(read->nested_hints.at(0).properties.text_or("write_disposition", ""), "replace");
  EXPECT_EQ(read->max_table_nesting, 2);
  EXPECT_EQ(read->properties.text_or("x-merge-strategy", ""), "delete-insert");
}

TEST(ResourceHints, AbsentMembersAreDefaults) {
  const auto read = ResourceHints::from_json(*json::parse_value(R"({"name":"a"})"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->table_name, "a");
  EXPECT_EQ(read->write_disposition, "append");
  EXPECT_FALSE(read->max_table_nesting);
}

TEST(ResourceHints, DamageIsRefused) {
  for (const char* text : {"[]", "{}", R"({"name":"a","primary_key":"id"})", R"({"name":"a","merge_key":[1]})",
                           R"({"name":"a","columns":[{}]})", R"({"name":"a","columns":{}})",
                           R"({"name":"a","nested_hints":[{"path":["b"],"primary_key":"c"}]})",
                           R"({"name":"a","nested_hints":[{"columns":[]}]})", R"({"name":"a","nested_hints":1})",
                           R"({"name":"a","properties":[]})", R"({"name":"a","max_table_nesting":-1})",
                           R"({"name":"a","max_table_nesting":4294967296})"}) {
    const auto read = ResourceHints::from_json(*json::parse_value(text));
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().kind, ErrorKind::package) << text;
  }
}

}  // namespace
}  // namespace decant::schema
