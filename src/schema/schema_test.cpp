#include "schema/schema.h"

#include <gmock/gmock.h>

#include "json/write.h"
#include "schema/document_hash.h"
#include "schema/recorded_vectors.h"

namespace decant::schema {
namespace {

Column column_of(std::string name, DataType type) {
  Column column;
  column.name = std::move(name);
  column.data_type = type;
  return column;
}

Table table_of(std::string name, std::string_view properties = "{}") {
  Table table(std::move(name));
  table.properties() = *json::parse_value(properties);
  table.add(column_of("id", DataType::bigint));
  return table;
}

TEST(Schema, RecordedHashes) {
  ASSERT_EQ(recorded_vectors("version_hash").size(), 2U);
  for (const auto& vector : recorded_vectors("version_hash")) {
    json::Value document = *vector.find("stored_schema");
    document["version_hash"] = vector.text_or("version_hash", "?");  // one stands there with that of another order
    EXPECT_EQ(document_hash(document), vector.text_or("version_hash", "?"));
    const auto schema = Schema::from_json(document);
    ASSERT_TRUE(schema) << schema.error().message;
  }
  const json::Value& document = *recorded_vectors("version_hash")[0].find("stored_schema");
  EXPECT_EQ(json::write(Schema::from_json(document)->to_json()), json::write(document)) << "keys in dlt's order";
  EXPECT_EQ(Schema::from_json(document)->content_hash(), document.text_or("version_hash", "?"));
}

TEST(Schema, HandMadeChangesAreRefusedInAStoredDocument) {
  json::Value document = *recorded_vectors("version_hash")[0].find("stored_schema");
  document["tables"]["_dlt_loads"]["description"] = "mine";
  const auto schema = Schema::from_json(document);
  ASSERT_FALSE(schema);
  EXPECT_EQ(schema.error().kind, ErrorKind::schema);
  EXPECT_THAT(schema.error().message, testing::HasSubstr("changed by hand"));
}

TEST(Schema, WhatIsWrittenOutIsKept) {
  json::Value document = Schema("s").to_json();
  document["tables"]["t"] = *json::parse_value(
      R"({"name":"t","columns":{"a":{"name":"a","data_type":"text","precision":null,"primary_key":false,"nullable":true,)"
      R"("x-active-record-timestamp":null,"dedup_sort":"desc","x-mine":{"k":[1]}}},"write_disposition":"append",)"
      R"("resource":"t","variant_name":"v"})");
  document["version_hash"] = document_hash(document);
  const auto schema = Schema::from_json(document);
  ASSERT_TRUE(schema) << schema.error().message;
  EXPECT_EQ(schema->content_hash(), document.text_or("version_hash", ""));
}

TEST(Schema, ImportedDocumentsNeedNoNamesAndNoHash) {
  const auto imported = Schema::from_import(*json::parse_value(
      R"({"version":3,"version_hash":"old","engine_version":11,"name":"shop","previous_hashes":["older"],"tables":{)"
      R"("_dlt_version":{"columns":{}},"items":{"columns":{"id":{"data_type":"bigint","nullable":false}}}}})"));
  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(imported->version(), 4);
  EXPECT_THAT(imported->previous_hashes(), testing::ElementsAre("old", "older"));
  EXPECT_EQ(imported->find("items")->properties().text_or("resource", ""), "items");
  const auto exported = imported->to_export();
  EXPECT_EQ(
      json::write(*exported.find("tables")->find("items")),
      R"({"columns":{"id":{"data_type":"bigint","nullable":false}},"write_disposition":"append","resource":"items"})");
  const auto again = Schema::from_import(exported);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->version_hash(), imported->version_hash());
  EXPECT_EQ(again->version(), 4);
}

TEST(Schema, MalformedDocumentsAreRefused) {
  const auto with = [](std::string_view key, std::string_view text) {
    json::Value document = Schema("s").to_json();
    document["version_hash"] = "";
    document[key] = *json::parse_value(text);
    return document;
  };
  for (const auto& document :
       {json::Value(), json::Value::object(), with("engine_version", "12"), with("engine_version", "0"),
        with("engine_version", R"("11")"), with("tables", "[]"), with("tables", R"({"t":1})"),
        with("tables", R"({"t":{"columns":[]}})"), with("tables", R"({"t":{"columns":{"a":1}}})"),
        with("tables", R"({"t":{"columns":{"a":{"data_type":"string"}}}})"),
        with("tables", R"({"t":{"columns":{"a":{"primary_key":"yes"}}}})"),
        with("tables", R"({"t":{"columns":{"a":{"precision":-1}}}})"),
        with("tables", R"({"t":{"columns":{},"schema_contract":"no"}})"),
        with("tables", R"({"t":{"columns":{},"parent":"p"}})"),
        with("tables", R"({"t":{"columns":{},"parent":"u"},"u":{"columns":{},"parent":"t"}})"), with("settings", "[]"),
        with("normalizers", R"({"json":{"module":"my.own"}})"),
        with("normalizers", R"({"json":{"config":{"max_nesting":"2"}}})"),
        with("normalizers", R"({"json":{"config":{"propagation":{"tables":{"t":["_dlt_id"]}}}}})")}) {
    const auto schema = Schema::from_json(document);
    ASSERT_FALSE(schema) << json::write(document);
    EXPECT_EQ(schema.error().kind, ErrorKind::schema) << json::write(document);
  }
}

TEST(Schema, VersionsFormAChain) {
  Schema schema("s");
  EXPECT_TRUE(schema.bump_version());
  EXPECT_EQ(schema.version(), 1);
  EXPECT_FALSE(schema.bump_version());
  const std::string first = schema.version_hash();
  for (int i = 0; i < 12; ++i) {
    schema.add(Table("t" + std::to_string(i)));
    EXPECT_TRUE(schema.bump_version());
  }
  EXPECT_EQ(schema.version(), 13);
  EXPECT_EQ(schema.previous_hashes().size(), 10U);
  EXPECT_THAT(schema.previous_hashes(), testing::Not(testing::Contains(first)));
}

TEST(Schema, AVersionMayBeAmendedAndContinued) {
  Schema schema("s");
  schema.bump_version();
  const std::string first = schema.version_hash();
  schema.add(Table("t"));
  schema.amend_version();
  EXPECT_EQ(schema.version(), 1);
  EXPECT_EQ(schema.version_hash(), schema.content_hash());
  Schema later("s");
  later.continue_version(schema);
  EXPECT_TRUE(later.bump_version());
  EXPECT_EQ(later.version(), 2);
  EXPECT_THAT(later.previous_hashes(), testing::ElementsAre(schema.version_hash(), first));
}

TEST(Schema, MergedTablesHandTheirRootsIdDown) {
  Schema schema("s");
  ASSERT_TRUE(schema.update(table_of("a", R"({"write_disposition":"append"})"), CompoundHints::replace));
  EXPECT_TRUE(schema.normalizers().propagations("a", true).empty());
  ASSERT_TRUE(schema.update(table_of("m", R"({"write_disposition":"merge"})"), CompoundHints::replace));
  ASSERT_EQ(schema.normalizers().propagations("m", true).size(), 1U);
  EXPECT_EQ(schema.normalizers().propagations("m", true)[0].from, "_dlt_id");
  EXPECT_EQ(schema.normalizers().propagations("m", true)[0].to, "_dlt_root_id");
  ASSERT_TRUE(schema.update(table_of("h", R"({"write_disposition":"merge","x-merge-strategy":"scd2"})"),
                            CompoundHints::replace));
  EXPECT_TRUE(schema.normalizers().propagations("h", true).empty());
  Table child = table_of("h__c", R"({"parent":"h"})");
  Column root_key = column_of("_dlt_root_id", DataType::text);
  root_key.root_key = true;
  child.add(root_key);
  ASSERT_TRUE(schema.update(child, CompoundHints::replace));
  EXPECT_EQ(schema.normalizers().propagations("h", true).size(), 1U) << "a table of the chain has it already";
  EXPECT_EQ(
      json::write(schema.normalizers().to_json()),
      R"({"names":"snake_case","json":{"module":"dlt.common.normalizers.json.relational","config":{"propagation":)"
      R"({"tables":{"m":{"_dlt_id":"_dlt_root_id"},"h":{"_dlt_id":"_dlt_root_id"}}}}}})");
}

TEST(Schema, RootKeyPropagationDecidesForAllTables) {
  Schema schema("s");
  schema.normalizers().set_root_key_propagation(false);
  ASSERT_TRUE(schema.update(table_of("m", R"({"write_disposition":"merge"})"), CompoundHints::replace));
  EXPECT_TRUE(schema.normalizers().propagations("m", true).empty());
  schema.normalizers().set_root_key_propagation(true);
  ASSERT_TRUE(schema.update(table_of("a", R"({"write_disposition":"append"})"), CompoundHints::replace));
  EXPECT_EQ(schema.normalizers().propagations("a", true).size(), 1U);
}

TEST(Schema, NestedTablesNeedTheirParent) {
  Schema schema("s");
  const auto updated = schema.update(table_of("t__c", R"({"parent":"t"})"), CompoundHints::replace);
  ASSERT_FALSE(updated);
  EXPECT_EQ(updated.error().kind, ErrorKind::schema);
}

TEST(Schema, PropertiesAreInheritedFromParents) {
  Schema schema("s");
  schema.add(table_of("t", R"({"write_disposition":"replace"})"));
  schema.add(table_of("t__a", R"({"parent":"t"})"));
  const Table& nested = schema.add(table_of("t__a__b", R"({"parent":"t__a"})"));
  ASSERT_NE(schema.inherited(nested, "write_disposition"), nullptr);
  EXPECT_EQ(schema.inherited(nested, "write_disposition")->as_string(), "replace");
  EXPECT_EQ(schema.inherited(nested, "table_format"), nullptr);
  EXPECT_EQ(schema.root_of(nested).name(), "t");
}

TEST(Schema, DetectorsOfTheNormalizersStandIn) {
  const auto schema = Schema::from_import(
      *json::parse_value(R"({"version":1,"engine_version":11,"name":"s","tables":{},"settings":{"detections":[]},)"
                         R"("normalizers":{"names":"direct","detections":["iso_date","timestamp"]}})"));
  ASSERT_TRUE(schema) << schema.error().message;
  EXPECT_THAT(schema->detections(), testing::ElementsAre(Detection::iso_date, Detection::timestamp));
  EXPECT_EQ(schema->normalizers().naming(20)->to_string(), "direct_cs_20");
}

}  // namespace
}  // namespace decant::schema
