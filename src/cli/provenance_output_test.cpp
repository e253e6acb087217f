#include "cli/provenance_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "cli/text.h"
#include "json/write.h"

namespace decant::cli {
namespace {

using schema::ColumnProvenance;
using schema::DataType;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kFirst = "1700000001.5";
constexpr const char* kSecond = "1700000002.5";

ColumnProvenance seen(const std::vector<std::string>& paths, const std::vector<DataType>& types,
                      const std::string& first = kFirst, const std::string& last = kSecond) {
  ColumnProvenance column{.paths = paths, .more_paths = 0, .types = {}, .first_load = first, .last_load = last};
  for (const auto type : types) column.types.add(type);
  return column;
}

schema::Column column_of(const std::string& name, DataType type, bool nullable = true) {
  schema::Column column;
  column.name = name;
  column.data_type = type;
  if (!nullable) column.nullable = false;
  return column;
}

class ProvenanceOutputTest : public testing::Test {
 protected:
  ProvenanceOutputTest() {
    schema::Table table("orders");
    table.add(column_of("id", DataType::bigint, false));
    table.add(column_of("total", DataType::real));
    table.add(column_of("gift", DataType::boolean));
    table.add(column_of("_dlt_id", DataType::text, false));
    schema_.add(std::move(table));
    provenance_.add("orders", "id", seen({"$.id"}, {DataType::bigint}));
    provenance_.add("orders", "total", seen({"$.totals.grand", "$.Total"}, {DataType::real, DataType::bigint}));
    provenance_.add("orders", "gift", seen({"$.gift"}, {DataType::boolean}, kSecond));
    provenance_.add("orders", "note", seen({"$.note"}, {}, kFirst, kFirst));
  }

  std::string text(std::size_t width = 0) const { return provenance_text(schema_, provenance_, width); }

  schema::Schema schema_{"shop"};
  schema::Provenance provenance_;
};

TEST_F(ProvenanceOutputTest, ShowsEachColumnWithItsPathsTypesAndWhatItsLoadsDifferIn) {
  EXPECT_THAT(text(), HasSubstr(R"(
orders: 5 columns, loads 1700000001.5 to 1700000002.5
  column   type             seen as                             from
  id       bigint not null  bigint                              $.id
  total    double           double, bigint                      $.totals.grand
                                                                $.Total
  gift     bool             bool            since 1700000002.5  $.gift
  _dlt_id  text not null                                        (made by the load)
  note     no type yet      null            until 1700000001.5  $.note
)"));
  EXPECT_THAT(text(), Not(HasSubstr("_dlt_loads")));
}

TEST_F(ProvenanceOutputTest, LongPathsGetLinesOfTheirOwn) {
  const std::string path = "$.deep[*].inside[\"of a\"].every.order.there.is[*].price";
  provenance_.add("orders", "gift", seen({path}, {DataType::boolean}, kSecond));
  EXPECT_THAT(text(100), HasSubstr("since 1700000002.5\n      $.gift\n      " + path + "\n"));
  std::istringstream lines(text(100));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(width_of(line), 100U) << line;
  EXPECT_THAT(text(0), HasSubstr("  " + path + "\n"));
}

TEST_F(ProvenanceOutputTest, SaysWhatIsNotNamed) {
  auto many = seen({}, {DataType::json});
  for (int i = 0; i < 3'000; ++i) many.add_path("$.m" + std::to_string(i));
  provenance_.add("orders", "gift", many);
  EXPECT_THAT(text(), HasSubstr("and 2,991 more\n"));
  EXPECT_THAT(provenance_text(schema_, {}, 0), HasSubstr("not recorded yet"));
}

TEST_F(ProvenanceOutputTest, KeysOfDataCannotSteerTheTerminal) {
  provenance_.add("orders", "gift", seen({"$[\"\x7f\xc2\x9b\"]"}, {DataType::boolean}));
  EXPECT_THAT(text(), HasSubstr("$[\"\\u007f\\u009b\"]"));
}

TEST_F(ProvenanceOutputTest, ProgramsGetTheSame) {
  const auto document = provenance_json(schema_, provenance_);
  const auto& columns = document.find("tables")->as_array().at(0).find("columns")->as_array();
  EXPECT_EQ(json::write(columns.at(1)),
            R"({"name":"total","data_type":"double","nullable":true,"paths":["$.totals.grand","$.Total"],)"
            R"("types":["double","bigint"],"first_load":"1700000001.5","last_load":"1700000002.5"})");
  EXPECT_EQ(json::write(columns.at(3)), R"({"name":"_dlt_id","data_type":"text","nullable":false})");
  EXPECT_EQ(columns.at(4).text_or("name", ""), "note");
}

}  // namespace
}  // namespace decant::cli
