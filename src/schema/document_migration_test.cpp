#include "schema/document_migration.h"

#include <gmock/gmock.h>

#include "json/write.h"
#include "schema/schema.h"

namespace decant::schema {
namespace {

json::Value migrated(std::string_view text) {
  json::Value document = *json::parse_value(text);
  const auto done = migrate_document(document);
  EXPECT_TRUE(done) << done.error().message;
  return document;
}

TEST(MigrateDocument, FromTheFirstEngine) {
  const json::Value document = migrated(
      R"({"version":2,"engine_version":1,"name":"event","hints":{"not_null":["^_dlt_id$"]},)"
      R"("preferred_types":{"^ts$":"timestamp"},"tables":{"t":{"_dlt_id":{"name":"_dlt_id","data_type":"text",)"
      R"("unique":true,"foreign_key":false}},"t__a__b":{"_dlt_id":{"name":"_dlt_id","data_type":"text","unique":true},)"
      R"("_dlt_parent_id":{"name":"_dlt_parent_id","data_type":"text","foreign_key":true},)"
      R"("v":{"name":"v","data_type":"complex"}}}})");
  EXPECT_EQ(document.integer_or("engine_version", 0), 11);
  EXPECT_EQ(document.find("hints"), nullptr);
  EXPECT_EQ(json::write(*document.find("settings")),
            R"({"default_hints":{"not_null":["re:^_dlt_id$"],"row_key":["_dlt_id"],"parent_key":["_dlt_parent_id"]},)"
            R"("preferred_types":{"re:^ts$":"timestamp"}})");
  EXPECT_EQ(
      json::write(*document.find("normalizers")),
      R"({"names":"snake_case","json":{"module":"dlt.common.normalizers.json.relational","config":{"propagation":)"
      R"({"root":{"_dlt_id":"_dlt_root_id"}}}},"use_break_path_on_normalize":false})");
  EXPECT_EQ(
      json::write(*document.find("tables")->find("t__a__b")),
      R"({"name":"t__a__b","columns":{"_dlt_id":{"name":"_dlt_id","data_type":"text","unique":true,"row_key":true},)"
      R"("_dlt_parent_id":{"name":"_dlt_parent_id","data_type":"text","parent_key":true},)"
      R"("v":{"name":"v","data_type":"json"}},"parent":"t","x-normalizer":{"seen-data":true}})");
  EXPECT_NE(document.find("tables")->find("_dlt_version"), nullptr);
  EXPECT_EQ(document.find("previous_hashes")->as_array().size(), 0U);
  EXPECT_TRUE(Schema::from_json(document));
}

TEST(MigrateDocument, FiltersMoveToTheirRootTables) {
  const json::Value document =
      migrated(R"({"version":1,"engine_version":2,"name":"e","excludes":["^event_user__metadata","^gone__x"],)"
               R"("includes":["^event_user__metadata__id$"],"tables":{"event_user":{}}})");
  EXPECT_EQ(json::write(*document.find("tables")->find("event_user")->find("filters")),
            R"({"excludes":["re:^metadata"],"includes":["re:^metadata__id$"]})");
  EXPECT_NE(document.find("tables")->find("gone"), nullptr) << "a table is made to hold them";
}

TEST(MigrateDocument, SealedMarksGo) {
  const json::Value document = migrated(
      R"({"version":1,"version_hash":"h","engine_version":6,"name":"e","settings":{"schema_sealed":true},)"
      R"("normalizers":{"json":{"config":{"generate_dlt_id":true}}},"tables":{"t":{"table_sealed":true,"columns":{}}}})");
  EXPECT_EQ(json::write(*document.find("settings")), "{}");
  EXPECT_EQ(json::write(*document.find("tables")), R"({"t":{"columns":{}}})");
  EXPECT_EQ(json::write(*document.find("normalizers")->find("json")), R"({"config":{}})");
}

TEST(MigrateDocument, ColumnsThatWereOnlyNullGo) {
  const json::Value document =
      migrated(R"({"version":1,"engine_version":11,"name":"e","tables":{"t":{"columns":{)"
               R"("a":{"name":"a","x-normalizer":{"seen-null-first":true}},)"
               R"("b":{"name":"b","data_type":"text","x-normalizer":{"seen-null-first":true}},)"
               R"("c":{"name":"c","data_type":"text","x-normalizer":{"seen-null-first":true,"k":1}},)"
               R"("d":{"name":"d","primary_key":true}}}}})");
  EXPECT_EQ(json::write(*document.find("tables")->find("t")->find("columns")),
            R"({"b":{"name":"b","data_type":"text"},"c":{"name":"c","data_type":"text","x-normalizer":{"k":1}},)"
            R"("d":{"name":"d","primary_key":true}})");
}

TEST(MigrateDocument, SaysWhereItCannotGoOn) {
  for (const char* text :
       {R"({"engine_version":12,"name":"e","tables":{}})", R"({"name":"e"})", R"({"engine_version":2,"name":"e"})",
        R"({"engine_version":2,"name":"e","hints":{"a":1},"tables":{}})",
        R"({"engine_version":2,"name":"e","excludes":["x"],"tables":{}})",
        R"({"engine_version":4,"name":"e","tables":[]})", R"({"engine_version":8,"name":"e","tables":{"t":{}}})",
        R"({"engine_version":9,"name":"e","tables":{},"settings":{}})",
        R"({"engine_version":10,"name":"e","tables":{}})", R"({"engine_version":11,"name":"e","tables":1})"}) {
    json::Value document = *json::parse_value(text);
    const auto done = migrate_document(document);
    ASSERT_FALSE(done) << text;
    EXPECT_EQ(done.error().kind, ErrorKind::schema) << text;
    EXPECT_FALSE(done.error().message.empty());
  }
}

}  // namespace
}  // namespace decant::schema
