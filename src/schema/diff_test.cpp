#include "schema/diff.h"

#include <gmock/gmock.h>

#include "json/write.h"

namespace decant::schema {
namespace {

Schema schema_with(std::string_view tables) {
  Schema schema("s");
  const auto document = json::parse_value(tables);
  for (const auto& [name, table] : document->as_object()) schema.add(*Table::from_json(name, table));
  return schema;
}

std::vector<std::string> texts_of(const Schema& before, const Schema& after) {
  std::vector<std::string> texts;
  for (const auto& change : changes_between(before, after)) texts.push_back(change.to_text());
  return texts;
}

TEST(SchemaDiff, SaysWhatIsNewAndWhatIsGone) {
  const Schema before =
      schema_with(R"({"a":{"columns":{"x":{"data_type":"text"}},"write_disposition":"append"},"old":{"columns":{}}})");
  const Schema after = schema_with(
      R"({"a":{"columns":{"y":{"data_type":"bigint","nullable":false,"primary_key":true,"description":"d"}},)"
      R"("write_disposition":"merge"},"a__c":{"columns":{"value":{"data_type":"text"}},"parent":"a"}})");
  EXPECT_THAT(texts_of(before, after),
              testing::ElementsAre("table a: write_disposition was append, is merge",
                                   "column a.y: new, bigint, not null, primary_key", "column a.x: gone, was text",
                                   "table a__c: new, 1 column, nested in a", "table old: gone, was 0 columns, append"));
}

TEST(SchemaDiff, SaysWhatChangedInAColumn) {
  const Schema before = schema_with(
      R"({"a":{"columns":{"x":{"data_type":"text","nullable":true,"precision":10},"z":{"merge_key":true}}}})");
  const Schema after = schema_with(
      R"({"a":{"columns":{"z":{"data_type":"date","merge_key":false},"x":{"data_type":"bigint","nullable":false}}}})");
  EXPECT_THAT(texts_of(before, after),
              testing::ElementsAre("column a.z: data_type is new, date", "column a.z: merge_key is gone, was true",
                                   "column a.x: data_type was text, is bigint", "column a.x: nullable is new, false",
                                   "column a.x: precision is gone, was 10"));
}

TEST(SchemaDiff, MarksDefaultsAndOrderDoNotCount) {
  const Schema before = schema_with(R"({"a":{"columns":{"x":{"nullable":true},"y":{}}}})");
  const Schema after =
      schema_with(R"({"a":{"columns":{"y":{"unique":false},"x":{}},"x-normalizer":{"seen-data":true}}})");
  EXPECT_THAT(texts_of(before, after), testing::IsEmpty());
}

TEST(SchemaDiff, SettingsCountToo) {
  const Schema before("s");
  Schema after("s");
  after.settings().set_detections({});
  after.normalizers().set_max_nesting(2);
  const auto changes = changes_between(before, after);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].to_text(), R"(schema: settings.detections was ["iso_timestamp"], is [])");
  EXPECT_EQ(json::write(changes[0].to_json()),
            R"({"property":"settings.detections","before":["iso_timestamp"],"after":[]})");
  EXPECT_THAT(changes[1].to_text(), testing::StartsWith("schema: normalizers.json was"));
}

}  // namespace
}  // namespace decant::schema
