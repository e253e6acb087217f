#include "schema/settings.h"

#include <gmock/gmock.h>

#include "json/write.h"
#include "schema/naming.h"

namespace decant::schema {
namespace {

Result<Settings> settings_from(std::string_view text) { return Settings::from_json(*json::parse_value(text)); }

TEST(Settings, NewOnesAreDlts) {
  const Settings settings;
  EXPECT_THAT(settings.detections(), testing::ElementsAre(Detection::iso_timestamp));
  EXPECT_EQ(json::write(settings.to_json()),
            R"({"detections":["iso_timestamp"],"default_hints":{"not_null":["_dlt_id","_dlt_root_id","_dlt_parent_id",)"
            R"("_dlt_list_idx","_dlt_load_id"],"parent_key":["_dlt_parent_id"],"root_key":["_dlt_root_id"],)"
            R"("unique":["_dlt_id"],"row_key":["_dlt_id"]}})");
  Column id;
  id.name = "_dlt_id";
  ASSERT_TRUE(settings.infer_hints(id));
  EXPECT_EQ(json::write(id.to_json()), R"({"name":"_dlt_id","nullable":false,"unique":true,"row_key":true})");
  Column other;
  other.name = "_dlt_idx";
  ASSERT_TRUE(settings.infer_hints(other));
  EXPECT_EQ(json::write(other.to_json()), R"({"name":"_dlt_idx","nullable":true})");
}

TEST(Settings, FirstPreferredTypeThatFitsDecides) {
  auto settings = settings_from(R"({"preferred_types":{"re:_at$":"timestamp","created_at":"text","id":"text"}})");
  ASSERT_TRUE(settings);
  EXPECT_EQ(*settings->preferred_type("created_at"), DataType::timestamp);
  EXPECT_EQ(*settings->preferred_type("id"), DataType::text);
  EXPECT_EQ(*settings->preferred_type("id2"), std::nullopt);
  ASSERT_TRUE(settings->set_preferred_type("re:^id$", DataType::bigint));
  EXPECT_EQ(*settings->preferred_type("id"), DataType::bigint);
  EXPECT_EQ(settings->to_json().find("preferred_types")->as_object().size(), 3U) << "the same entry in another form";
}

TEST(Settings, DefaultHintsAreMergedByMeaning) {
  Settings settings;
  ASSERT_TRUE(
      settings.add_default_hints(*json::parse_value(R"({"unique":["re:^_dlt_id$","sku"],"sort":["re:^pos"]})")));
  EXPECT_EQ(json::write(*settings.to_json().find("default_hints")->find("unique")), R"(["_dlt_id","sku"])");
  Column column;
  column.name = "position";
  ASSERT_TRUE(settings.infer_hints(column));
  EXPECT_TRUE(column.has("sort"));
  EXPECT_FALSE(settings.add_default_hints(*json::parse_value(R"({"unique":["re:("]})")));
  EXPECT_TRUE(*settings.has_default_hint("unique", "sku"));
}

TEST(Settings, NamesFollowTheConvention) {
  auto settings = settings_from(
      R"({"default_hints":{"not_null":["_dlt_id","re:^CustomerID$","re:Total.*"]},"preferred_types":{"unitPrice":"decimal"}})");
  ASSERT_TRUE(settings);
  ASSERT_TRUE(settings->normalize(NamingConvention::snake_case(0)));
  EXPECT_EQ(json::write(settings->to_json()),
            R"({"default_hints":{"not_null":["_dlt_id","re:^customer_id$","re:Total.*"]},)"
            R"("preferred_types":{"unit_price":"decimal"}})");
}

TEST(Settings, RefusesWhatItCannotUse) {
  for (const char* text :
       {"1", R"({"detections":["iso"]})", R"({"detections":"iso_date"})", R"({"preferred_types":{"a":"string"}})",
        R"({"preferred_types":[]})", R"({"default_hints":{"unique":"a"}})", R"({"default_hints":{"unique":[1]}})",
        R"({"default_hints":{"unique":["re:["]}})", R"({"default_hints":{"unique":["^a$"]}})",
        R"({"schema_contract":"no"})"}) {
    const auto settings = settings_from(text);
    ASSERT_FALSE(settings) << text;
    EXPECT_EQ(settings.error().kind, ErrorKind::schema) << text;
  }
}

TEST(SimpleRegex, IsANameOrAnExpression) {
  const auto matches = [](std::string_view regex, std::string_view name) {
    const auto compiled = SimpleRegex::compile(regex);
    return compiled && *compiled->matches(name);
  };
  EXPECT_TRUE(matches("a.c", "a.c"));
  EXPECT_FALSE(matches("a.c", "abc"));
  EXPECT_TRUE(matches("re:a.c", "xabcx"));
  EXPECT_FALSE(matches("abc", "xabc"));
}

}  // namespace
}  // namespace decant::schema
