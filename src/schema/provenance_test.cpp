#include "schema/provenance.h"

#include <gmock/gmock.h>

#include "json/write.h"

namespace decant::schema {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

ColumnProvenance seen(const std::vector<std::string>& paths, const std::vector<DataType>& types,
                      const std::string& load) {
  ColumnProvenance column{.paths = paths, .more_paths = 0, .types = {}, .first_load = load, .last_load = load};
  for (const auto type : types) column.types.add(type);
  return column;
}

TEST(ProvenanceTest, LoadsAddPathsAndTypesAndWidenTheSpan) {
  auto column = seen({"$.a"}, {DataType::bigint}, "1700000002.5");
  column.merge(seen({"$.A", "$.a"}, {DataType::text, DataType::bigint}, "1700000003.25"));
  EXPECT_THAT(column.paths, ElementsAre("$.a", "$.A"));
  EXPECT_THAT(column.type_names(), ElementsAre("text", "bigint"));
  EXPECT_EQ(column.first_load, "1700000002.5");
  EXPECT_EQ(column.last_load, "1700000003.25");
  column.merge(seen({"$.a"}, {}, "1700000001.75"));
  EXPECT_EQ(column.first_load, "1700000001.75");
  EXPECT_EQ(column.last_load, "1700000003.25");
}

TEST(ProvenanceTest, TheSameLoadAgainChangesNothing) {
  Provenance load;
  auto wide = seen({}, {DataType::json}, "1700000002.5");
  for (int i = 0; i < 100; ++i) wide.add_path("$.k" + std::to_string(i));
  load.add("t", "c", wide);
  Provenance all;
  all.add("t", "c", seen({"$.first"}, {}, "1700000001.5"));
  all.merge(load);
  const Provenance once = all;
  all.merge(load);
  EXPECT_EQ(all, once);
  EXPECT_EQ(all.find("t", "c")->more_paths, 91U);  // of 101 paths ten are named
}

TEST(ProvenanceTest, NullIsSaidOnlyWhereNothingElseCame) {
  auto column = seen({"$.a"}, {}, "1700000001.5");
  EXPECT_THAT(column.type_names(), ElementsAre("null"));
  column.merge(seen({"$.a"}, {DataType::timestamp}, "1700000002.5"));
  EXPECT_THAT(column.type_names(), ElementsAre("timestamp"));
}

TEST(ProvenanceTest, PathsAndColumnsAreBounded) {
  ColumnProvenance column;
  column.add_path("$." + std::string(1'000, 'x') + "é");
  column.add_path("$." + std::string(394, 'y') + "ééé");
  EXPECT_THAT(column.paths[0], SizeIs(400));
  EXPECT_EQ(column.paths[1], "$." + std::string(394, 'y') + "…");  // no character is cut in two
  for (int i = 0; i < 100'000; ++i) column.add_path("$.map." + std::to_string(i));
  EXPECT_THAT(column.paths, SizeIs(ColumnProvenance::kMaxPaths));
  EXPECT_EQ(column.more_paths, 100'000U - 8);

  Provenance provenance;
  for (int i = 0; i < 12'000; ++i) provenance.add("t", "c" + std::to_string(i), seen({"$.a"}, {}, "1700000001.5"));
  EXPECT_THAT(provenance.tables().at("t"), SizeIs(Provenance::kMaxColumns));
  EXPECT_EQ(provenance.more_columns(), 2'000U);
  EXPECT_EQ(provenance.find("t", "c11999"), nullptr);
}

TEST(ProvenanceTest, ADocumentIsReadBackAsItWasWritten) {
  Provenance provenance;
  provenance.add("orders", "total", seen({"$.totals[\"grand total\"]", "$.total"}, {DataType::real}, "1700000001.5"));
  auto many = seen({}, {}, "1700000002.5");
  for (int i = 0; i < 12; ++i) many.add_path("$.m" + std::to_string(i));
  provenance.add("orders__lines", "x", many);
  const auto document = provenance.to_json();
  EXPECT_EQ(json::write(*document.find("tables")->find("orders")->find("total")),
            R"({"paths":["$.totals[\"grand total\"]","$.total"],"types":["double"],)"
            R"("first_load":"1700000001.5","last_load":"1700000001.5"})");
  const auto again = Provenance::from_json(*json::parse_value(json::write(document)));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, provenance);
}

TEST(ProvenanceTest, OtherDocumentsAreRefused) {
  for (const auto* text : {"{}", "[]", R"({"version":1})", R"({"version":1,"tables":[]})",
                           R"({"version":2,"tables":{}})", R"({"version":"1","tables":{}})"}) {
    const auto read = Provenance::from_json(*json::parse_value(text));
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().kind, ErrorKind::state);
  }
  const auto odd = Provenance::from_json(
      *json::parse_value(R"({"version":1,"tables":{"t":{"a":{"paths":[1,"$.a"],"types":["no","bigint"],)"
                         R"("more_paths":-3}},"u":7}})"));
  ASSERT_TRUE(odd);
  EXPECT_THAT(odd->find("t", "a")->paths, ElementsAre("$.a"));
  EXPECT_EQ(odd->find("t", "a")->more_paths, 0U);
  EXPECT_EQ(odd->find("u", "a"), nullptr);
}

}  // namespace
}  // namespace decant::schema
