#include "schema/naming.h"

#include <gmock/gmock.h>

#include "core/hash.h"
#include "schema/recorded_vectors.h"
#include "schema/schema.h"

namespace decant::schema {
namespace {

using Kind = NamingConvention::Kind;

NamingConvention convention_of(const json::Value& vector) {
  const auto kind = NamingConvention::find(vector.text_or("convention", "snake_case"));
  EXPECT_TRUE(kind);
  return NamingConvention(kind.value_or(Kind::snake_case),
                          static_cast<std::size_t>(vector.integer_or("max_length", 0)));
}

TEST(NamingConvention, RecordedNames) {
  ASSERT_EQ(recorded_vectors("naming").size(), 126U);
  for (const auto& vector : recorded_vectors("naming")) {
    const auto naming = convention_of(vector);
    const std::string input = vector.text_or("input", "");
    SCOPED_TRACE(naming.to_string() + ": " + input);
    EXPECT_EQ(naming.identifier(input), vector.text_or("normalize_identifier", "?"));
    EXPECT_EQ(naming.path(input), vector.text_or("normalize_path", "?"));
  }
}

TEST(NamingConvention, RecordedFragments) {
  ASSERT_FALSE(recorded_vectors("shorten_fragments").empty());
  for (const auto& vector : recorded_vectors("shorten_fragments")) {
    std::vector<std::string> parts;
    for (const auto& part : vector.find("fragments")->as_array()) parts.push_back(part.as_string());
    EXPECT_EQ(convention_of(vector).join(parts), vector.text_or("output", "?"));
  }
}

TEST(NamingConvention, RecordedTagsAndSchemaNames) {
  ASSERT_FALSE(recorded_vectors("tag").empty());
  for (const auto& vector : recorded_vectors("tag"))
    EXPECT_EQ(identifier_tag(vector.text_or("input", "")), vector.text_or("tag", "?"));
  ASSERT_FALSE(recorded_vectors("schema_name").empty());
  for (const auto& vector : recorded_vectors("schema_name"))
    EXPECT_EQ(schema_name_from(vector.text_or("input", "")), vector.text_or("output", "?"));
}

TEST(SnakeCase, FollowsTheTable) {
  const auto naming = NamingConvention::snake_case(0);
  const std::pair<const char*, const char*> cases[] = {{"CustomerID", "customer_id"},
                                                       {"HTTPStatusCode", "http_status_code"},
                                                       {"iPhone15Pro", "i_phone15_pro"},
                                                       {"V2API", "v2_api"},
                                                       {"price ($)", "pricex"},
                                                       {"50%", "_50x"},
                                                       {"a-b+c*d@e|f", "a_bxcxdaelf"},
                                                       {"what?", "whatx"},
                                                       {"2fa", "_2fa"},
                                                       {"naïve Café", "na_ve_cafx"},
                                                       {"日本", "x"},
                                                       {"userIDs", "user_i_ds"},
                                                       {"aB1C", "a_b1_c"},
                                                       {"billingVAT", "billing_vat"},
                                                       {"ETD", "etd"},
                                                       {"XMLHttpRequest2", "xml_http_request2"},
                                                       {"trail___", "trailxxx"},
                                                       {" pad ", "pad"},
                                                       {"\u00a0\u2003pad\u3000\x1f", "pad"},
                                                       {"٣Ab", "_٣_ab"},
                                                       {"a\u0664b", "a\u0664b"},
                                                       {"a²b", "a_b"},
                                                       {"\u200bx", "_x"}};
  for (const auto& [name, expected] : cases) EXPECT_EQ(naming.identifier(name), expected) << name;
}

TEST(SnakeCase, SplitsPaths) {
  const auto naming = NamingConvention::snake_case(0);
  EXPECT_EQ(naming.path("a__b"), "a__b");
  EXPECT_EQ(naming.path("a___b"), "a___b");
  EXPECT_EQ(naming.path("a____b"), "a__b");
  EXPECT_EQ(naming.path("__x__"), "x");
  EXPECT_EQ(naming.path("trail___"), "trail__x");
  EXPECT_EQ(naming.path("_"), "x");
  EXPECT_EQ(naming.path("__"), "");
}

TEST(SnakeCase, Shortens) {
  EXPECT_EQ(NamingConvention::snake_case(20).identifier("this_is_a_very_long_column_name_indeed"),
            "this_ish72mlq_indeed");
  EXPECT_EQ(NamingConvention::snake_case(30).join({"some_parent_table_name", "some_child_list_name"}),
            "some_parent_gzhtwqld_list_name");
}

TEST(NamingConvention, BlankKeysOfColumnsGetAName) {
  for (const auto kind : {Kind::snake_case, Kind::direct, Kind::duck_case}) {
    const NamingConvention naming(kind);
    EXPECT_EQ(naming.key(""), "_empty");
    EXPECT_EQ(naming.key(" \u2029"), "_empty");
    EXPECT_EQ(naming.table_key(" "), "") << "a list under a blank key adds no part to the table's name";
    EXPECT_EQ(naming.identifier(" "), "");
  }
}

TEST(NamingConvention, OlderSchemasDoNotBreakPaths) {
  const NamingConvention naming(Kind::snake_case, 0, false);
  EXPECT_EQ(naming.key("a__b"), "a_b");
  EXPECT_EQ(naming.table_key("a__b"), "a_b");
  EXPECT_EQ(naming.path("a__b"), "a__b") << "hinted names are paths all the same";
}

TEST(NamingConvention, CutsBetweenCharacters) {
  const NamingConvention naming(Kind::direct, 10);
  EXPECT_EQ(naming.identifier("äöüßäöüßäö"), "äöüßäöüßäö") << "ten characters of two bytes";
  const std::string cut = naming.identifier("äöüßäöüßäöü");
  EXPECT_TRUE(cut.starts_with("äö")) << cut;
  EXPECT_TRUE(cut.ends_with("öü")) << cut;
  EXPECT_EQ(cut.size(), 4U * 2 + 6);
}

TEST(NamingConvention, LimitsShorterThanATag) {
  EXPECT_EQ(NamingConvention(Kind::direct, 4).identifier("abcdefgh").size(), 4U);
}

TEST(S3Tables, HaveALimitAndPlainTableNames) {
  EXPECT_EQ(NamingConvention(Kind::s3_tables).max_length(), 255U);
  EXPECT_EQ(NamingConvention(Kind::s3_tables, 65536).max_length(), 255U);
  const NamingConvention naming(Kind::s3_tables);
  EXPECT_EQ(naming.table_identifier("_dlt_loads"), "dlt_loads");
  EXPECT_EQ(naming.table_path("_a___b"), "a__b");
  EXPECT_EQ(naming.identifier("_dlt_id"), "_dlt_id");
}

TEST(NamingConvention, IsFoundByShortNameOrModule) {
  EXPECT_EQ(NamingConvention::find("direct"), Kind::direct);
  EXPECT_EQ(NamingConvention::find("dlt.common.normalizers.names.snake_case"), Kind::snake_case);
  EXPECT_EQ(NamingConvention::find("dlt.common.normalizers.naming.sql_ci_v1"), Kind::sql_ci_v1);
  EXPECT_EQ(NamingConvention::find("dlt.common.normalizers.naming.duck_case.NamingConvention"), Kind::duck_case);
  for (const char* name : {"", "Snake_Case", "my_package.naming", "snake_case ", "dlt.common.normalizers.naming"}) {
    const auto found = NamingConvention::find(name);
    ASSERT_FALSE(found) << name;
    EXPECT_EQ(found.error().kind, ErrorKind::config);
  }
}

TEST(NamingConvention, SaysWhatItIs) {
  EXPECT_EQ(NamingConvention::snake_case(63).to_string(), "snake_case_ci_63");
  EXPECT_EQ(NamingConvention(Kind::direct).to_string(), "direct_cs");
  EXPECT_EQ(NamingConvention(Kind::direct).separator(), "▶");
  EXPECT_FALSE(NamingConvention(Kind::sql_ci_v1).is_case_sensitive());
}

}  // namespace
}  // namespace decant::schema
