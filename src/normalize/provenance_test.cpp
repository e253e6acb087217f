#include <gmock/gmock.h>

#include <filesystem>

#include "core/hash.h"
#include "normalize/normalizer.h"
#include "normalize/page_fixture.h"

namespace decant::normalize {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

/// What a load of records says of where columns came from.
class ProvenanceTest : public testing::Test {
 protected:
  ProvenanceTest() { hints_.name = "orders"; }

  void load(const std::vector<std::string>& records, const std::string& load_id = "1700000000.5") {
    BatchStore store(std::filesystem::temp_directory_path() / ("decant_provenance_" + random_hex(6)), 1 << 20);
    auto made = Normalizer::make(schema_, hints_, load_id, store, findings_, {});
    ASSERT_TRUE(made) << to_string(made.error());
    const PageText page(records);
    const auto added =
        (*made)->add({.sequence = "", .page = 0, .text = page.text, .records = page.spans, .constants = &constants_});
    ASSERT_TRUE(added) << to_string(added.error());
    ASSERT_TRUE((*made)->finish());
    provenance_ = {};
    (*made)->collect(provenance_);
  }

  /// `$.a $.b: text, bigint`, or nothing.
  std::string from(std::string_view table, std::string_view column) const {
    const auto* known = provenance_.find(table, column);
    if (known == nullptr) return "";
    std::string text;
    for (const auto& path : known->paths) text += (text.empty() ? "" : " ") + path;
    text += ":";
    for (const auto name : known->type_names()) text.append(text.ends_with(':') ? " " : ", ").append(name);
    return text;
  }

  schema::Schema schema_{"shop"};
  schema::ResourceHints hints_;
  json::Value constants_ = json::Value::object();
  Findings findings_;
  schema::Provenance provenance_;
};

TEST_F(ProvenanceTest, PathsAreThoseOfTheRecordAndLevelsOfListsAreStars) {
  load(
      {R"({"id":1,"homeAddress":{"zip code":"a"},"lines":[{"sku":"x","w":[{"n":1.5}]}],"tags":["t"],"m":[[1,[2]],[3]]})"});
  EXPECT_EQ(from("orders", "id"), "$.id: bigint");
  EXPECT_EQ(from("orders", "home_address__zip_code"), "$.homeAddress[\"zip code\"]: text");
  EXPECT_EQ(from("orders__lines", "sku"), "$.lines[*].sku: text");
  EXPECT_EQ(from("orders__lines__w", "n"), "$.lines[*].w[*].n: double");
  EXPECT_EQ(from("orders__tags", "value"), "$.tags[*]: text");
  EXPECT_EQ(from("orders__m__list", "value"), "$.m[*][*]: bigint");
  EXPECT_EQ(from("orders__m__list__list", "value"), "$.m[*][*][*]: bigint");
  EXPECT_EQ(from("orders", "_dlt_id"), "");
  EXPECT_EQ(provenance_.find("orders", "id")->first_load, "1700000000.5");
  EXPECT_EQ(provenance_.find("orders", "id")->last_load, "1700000000.5");
}

TEST_F(ProvenanceTest, AListInAListIsNoMemberOfThatName) {
  load({R"({"m":[[{"a":1,"b":2}],{"list":[{"a":3,"c":4}]},{"list":5}]})"});
  EXPECT_EQ(from("orders__m__list", "a"), "$.m[*][*].a $.m[*].list[*].a: bigint");
  EXPECT_EQ(from("orders__m__list", "b"), "$.m[*][*].b: bigint");
  EXPECT_EQ(from("orders__m__list", "c"), "$.m[*].list[*].c: bigint");
  EXPECT_EQ(from("orders__m", "list"), "$.m[*].list: bigint");
}

TEST_F(ProvenanceTest, KeysThatGetOneNameAreAllNamed) {
  load({R"({"Total":1,"lines":[{"a":1}]})", R"({"total":2,"Lines":[{"b":2}]})", R"({"a":{"b":1},"a__b":2})"});
  EXPECT_EQ(from("orders", "total"), "$.Total $.total: bigint");
  EXPECT_EQ(from("orders", "a__b"), "$.a.b $.a__b: bigint");
  EXPECT_EQ(from("orders__lines", "a"), "$.lines[*].a: bigint");  // and not Lines
  EXPECT_EQ(from("orders__lines", "b"), "$.Lines[*].b: bigint");
}

TEST_F(ProvenanceTest, AContainerAloneFeedsNoColumnOfItsName) {
  load({R"({"x":{"y":1},"z":[],"none":{}})", R"({"x":7})"});
  EXPECT_EQ(from("orders", "x"), "$.x: bigint");
  EXPECT_EQ(from("orders", "x__y"), "$.x.y: bigint");
  EXPECT_EQ(from("orders", "z"), "");
  EXPECT_EQ(from("orders", "none"), "");
}

TEST_F(ProvenanceTest, TypesAreThoseThatCameBeforeCoercion) {
  load({R"({"n":1,"r":1.5,"b":true,"t":"2024-01-02T03:04:05Z","s":"x","j":[1],"big":18446744073709551615})",
        R"({"n":"2","r":2,"b":"no","t":"2024-01-03","s":5,"big":7})", R"({"n":2.5,"t":1700000000,"s":true,"r":null})"});
  EXPECT_EQ(from("orders", "n"), "$.n: text, bigint");
  EXPECT_EQ(from("orders", "n__v_double"), "$.n: double");
  EXPECT_EQ(from("orders", "r"), "$.r: double, bigint");
  EXPECT_EQ(from("orders", "b"), "$.b: text, bool");
  EXPECT_EQ(from("orders", "t"), "$.t: timestamp, bigint");
  EXPECT_EQ(from("orders", "s"), "$.s: text, bool, bigint");
  EXPECT_EQ(from("orders", "big"), "$.big: bigint, decimal");
}

TEST_F(ProvenanceTest, AColumnThatWasThereShowsOnlyWhatCameNow) {
  load({R"({"n":1,"s":"x"})"});
  load({R"({"n":"2","s":null})", R"({"n":"3"})"}, "1700000001.5");
  EXPECT_EQ(from("orders", "n"), "$.n: text");
  EXPECT_EQ(from("orders", "s"), "$.s: null");
  load({R"({"n":"2"})", R"({"n":3,"s":"y"})", R"({"n":4,"s":null})"}, "1700000002.5");
  EXPECT_EQ(from("orders", "n"), "$.n: text, bigint");
  EXPECT_EQ(from("orders", "s"), "$.s: text");
}

TEST_F(ProvenanceTest, NullAloneIsSeenToo) {
  load({R"({"id":1,"later":null})", R"({"id":2,"l":[null]})"});
  EXPECT_EQ(from("orders", "later"), "$.later: null");
  EXPECT_EQ(schema_.find("orders")->find("later"), nullptr);
  EXPECT_EQ(from("orders__l", "value"), "$.l[*]: null");
}

TEST_F(ProvenanceTest, WhatStaysJsonIsOnePath) {
  hints_.max_table_nesting = 1;
  load({R"({"a":{"b":{"c":1},"d":"t"},"l":[{"x":[1]}]})"});
  EXPECT_EQ(from("orders", "a__b"), "$.a.b: json");
  EXPECT_EQ(from("orders", "a__d"), "$.a.d: text");
  EXPECT_EQ(from("orders__l", "x"), "$.l[*].x: json");
}

TEST_F(ProvenanceTest, RecordsThatAreNoObjectsAndAddedMembers) {
  load({"5", "[6]", "\"x\""});
  EXPECT_EQ(from("orders", "value"), "$: bigint");
  EXPECT_EQ(from("orders", "value__v_text"), "$: text");
  EXPECT_EQ(from("orders__value", "value"), "$[*]: bigint");
  constants_["_parent_id"] = 5;
  load({R"({"id":1})"});
  EXPECT_EQ(from("orders", "_parent_id"), "$._parent_id: bigint");
}

TEST_F(ProvenanceTest, WhatGoesIntoNoColumnIsNotNamed) {
  hints_.properties["filters"] = *json::parse_value(R"({"excludes":["re:^secret"]})");
  load({R"({"id":1,"secret":"s","open":"o"})"});
  EXPECT_EQ(from("orders", "secret"), "");
  hints_.properties["schema_contract"] = *json::parse_value(R"({"columns":"discard_value"})");
  load({R"({"id":1,"fresh":"new"})", R"({"id":2,"fresh":null})"});
  EXPECT_EQ(from("orders", "fresh"), "");
  EXPECT_EQ(from("orders", "id"), "$.id: bigint");
}

TEST_F(ProvenanceTest, OddKeysAreQuoted) {
  load({R"({"where":1,"1st":2,"":3,"a\"b\\c\n":4,"Größe":5,"x-y":6})"});
  std::vector<std::string> paths;
  for (const auto& [column, known] : provenance_.tables().at("orders")) {
    ASSERT_THAT(known.paths, SizeIs(1));
    paths.push_back(known.paths.front());
  }
  EXPECT_THAT(paths, testing::UnorderedElementsAre("$[\"where\"]", "$[\"1st\"]", "$[\"\"]", R"($["a\"b\\c\n"])",
                                                   "$[\"Größe\"]", "$[\"x-y\"]"));
}

TEST_F(ProvenanceTest, ManyKeysOfOneNameAreCounted) {
  const std::string marks = "-. ,;:!?()[]{}<>=~^%&/";
  std::string record;
  for (const char a : marks) {
    for (const char b : marks) {
      for (const char c : marks)
        record += std::string(record.empty() ? "{" : ",") + "\"x" + a + "y" + b + "z" + c + "q\":1";
    }
  }
  load({record + "}"});
  const auto* known = provenance_.find("orders", "x_y_z_q");
  ASSERT_NE(known, nullptr);
  EXPECT_THAT(known->paths, SizeIs(schema::ColumnProvenance::kMaxPaths));
  EXPECT_EQ(known->paths.front(), "$[\"x-y-z-q\"]");
  EXPECT_EQ(known->more_paths, marks.size() * marks.size() * marks.size() - schema::ColumnProvenance::kMaxPaths);
}

TEST_F(ProvenanceTest, ALoadWithoutRecordsSaysNothing) {
  load({});
  EXPECT_THAT(provenance_.tables(), IsEmpty());
}

}  // namespace
}  // namespace decant::normalize
