#include "schema/naming_change.h"

#include <gmock/gmock.h>

#include "json/write.h"

namespace decant::schema {
namespace {

Schema schema_with(std::string name, std::string column, bool seen_data) {
  Schema schema("s");
  Table table(std::move(name));
  if (seen_data) table.properties()["x-normalizer"]["seen-data"] = true;
  Column made;
  made.name = std::move(column);
  made.data_type = DataType::text;
  table.add(std::move(made));
  schema.add(std::move(table));
  return schema;
}

TEST(ChangeNaming, RenamesTablesThatSawNoData) {
  Schema schema = schema_with("MyTable", "userId", false);
  schema.normalizers().set_names("direct");
  ASSERT_TRUE(schema.settings().set_preferred_type("userId", DataType::text));
  schema.normalizers().propagate("MyTable", {.from = "userId", .to = "rootId"});
  ASSERT_TRUE(change_naming(schema, "snake_case", 0));
  ASSERT_NE(schema.find("my_table"), nullptr);
  EXPECT_NE(schema.find("my_table")->find("user_id"), nullptr);
  EXPECT_EQ(schema.find("MyTable"), nullptr);
  EXPECT_EQ(schema.normalizers().names(), "snake_case");
  EXPECT_EQ(schema.settings().to_json().find("preferred_types")->as_object().front().first, "user_id");
  EXPECT_NE(schema.find(kVersionTable), nullptr);
}

TEST(ChangeNaming, IsRefusedOnceThereIsData) {
  for (const auto& [table, column, detail] :
       {std::tuple("MyTable", "id", "would be \"my_table\""), std::tuple("t", "userId", "\"userId\""),
        std::tuple("t", "id", "from now on")}) {
    Schema schema = schema_with(table, column, true);
    schema.normalizers().set_names("direct");
    const std::string before = json::write(schema.to_json());
    const auto changed = change_naming(schema, "snake_case", 0);
    ASSERT_FALSE(changed) << table << column;
    EXPECT_EQ(changed.error().kind, ErrorKind::schema);
    EXPECT_THAT(changed.error().message, testing::HasSubstr(detail));
    EXPECT_FALSE(changed.error().hint.empty());
    EXPECT_EQ(json::write(schema.to_json()), before);
  }
}

TEST(ChangeNaming, MayBeAllowed) {
  json::Value document = schema_with("MyTable", "userId", true).to_json();
  document["normalizers"]["names"] = "sql_cs_v1";
  document["normalizers"]["allow_identifier_change_on_table_with_data"] = true;
  auto schema = Schema::from_import(document);
  ASSERT_TRUE(schema);
  ASSERT_TRUE(change_naming(*schema, "snake_case", 0));
  EXPECT_NE(schema->find("my_table"), nullptr);
}

TEST(ChangeNaming, TheSameOneChangesNothing) {
  Schema schema = schema_with("My Table", "a", true);
  ASSERT_TRUE(change_naming(schema, "dlt.common.normalizers.naming.snake_case", 0));
  EXPECT_NE(schema.find("My Table"), nullptr);
  EXPECT_EQ(schema.normalizers().names(), "snake_case");
}

TEST(ChangeNaming, RefusesConventionsThatRenameDltsTables) {
  Schema schema("s");
  EXPECT_EQ(change_naming(schema, "s3_tables", 0).error().kind, ErrorKind::config);
  EXPECT_EQ(change_naming(schema, "mine", 0).error().kind, ErrorKind::config);
}

}  // namespace
}  // namespace decant::schema
