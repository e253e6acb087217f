#include "destination/sql/provenance_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/sql/dataset_fixture.h"

namespace decant::destination {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ProvenanceTableTest : public SqlDatasetTest {
 protected:
  ProvenanceTableTest() { add_root("orders", "append"); }

  Result<LoadReport> load_with(const std::string& load_id, const schema::Provenance& provenance, bool keeps) {
    auto load = request(load_id, {{.table = "orders", .batches = {{{"1", "a", load_id, load_id}}}}});
    load.provenance = &provenance;
    load.keeps_provenance = keeps;
    return target()->publish(std::move(load));
  }

  static schema::Provenance seen(const std::string& column, const std::string& path, const std::string& load_id) {
    schema::ColumnProvenance known{
        .paths = {path}, .more_paths = 0, .types = {}, .first_load = load_id, .last_load = load_id};
    known.types.add(schema::DataType::bigint);
    schema::Provenance provenance;
    provenance.add("orders", column, known);
    return provenance;
  }

  schema::Provenance stored(const std::string& schema = "shop") {
    auto read = target()->read_provenance(schema);
    EXPECT_TRUE(read) << to_string(read.error());
    return read ? *read : schema::Provenance();
  }
};

TEST_P(ProvenanceTableTest, LoadsAreMergedInTheTable) {
  EXPECT_TRUE(stored().empty());
  ASSERT_TRUE(done(load_with("1700000000.1", seen("id", "$.id", "1700000000.1"), true)));
  ASSERT_TRUE(done(load_with("1700000000.2", seen("id", "$[\"I D\"]", "1700000000.2"), true)));
  EXPECT_THAT(
      ask("SELECT schema_name, table_name, column_name, paths->>0, paths->>1, more_paths, types->>0, first_load, "
          "last_load FROM _decant_columns"),
      ElementsAre(R"(shop|orders|id|$.id|$["I D"]|0|bigint|1700000000.1|1700000000.2)"));
  EXPECT_THAT(stored().find("orders", "id")->paths, ElementsAre("$.id", "$[\"I D\"]"));
  EXPECT_TRUE(stored("another").empty());
}

TEST_P(ProvenanceTableTest, ATableThatIsThereIsKeptUpAndNoneIsMadeUnasked) {
  ASSERT_TRUE(done(load_with("1700000000.1", seen("id", "$.id", "1700000000.1"), false)));
  EXPECT_THAT(ask("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND "
                  "table_name LIKE '_decant%'"),
              IsEmpty());
  ASSERT_TRUE(done(load_with("1700000000.2", seen("id", "$.id", "1700000000.2"), true)));
  ASSERT_TRUE(done(load_with("1700000000.3", seen("v", "$.v", "1700000000.3"), false)));
  EXPECT_THAT(ask("SELECT column_name, last_load FROM _decant_columns ORDER BY 1"),
              ElementsAre("id|1700000000.2", "v|1700000000.3"));
}

TEST_P(ProvenanceTableTest, ItComesWithTheCommitOrNotAtAll) {
  ASSERT_TRUE(done(load_with("1700000000.1", seen("id", "$.id", "1700000000.1"), true)));
  auto load = request("1700000000.2", {{.table = "orders", .batches = {{{"1", "a", "l", std::nullopt}}}}});
  const auto provenance = seen("id", "$.other", "1700000000.2");
  load.provenance = &provenance;
  load.keeps_provenance = true;
  ASSERT_FALSE(target()->publish(std::move(load)));
  EXPECT_THAT(stored().find("orders", "id")->paths, ElementsAre("$.id"));
}

TEST_P(ProvenanceTableTest, ManyColumnsAndForeignRowsAreRead) {
  schema::Provenance many;
  for (int i = 0; i < 5'000; ++i) many.merge(seen("c" + std::to_string(i), "$.c", "1700000000.1"));
  ASSERT_TRUE(done(load_with("1700000000.1", many, true)));
  EXPECT_EQ(stored(), many);
  run_elsewhere("DROP TABLE " + path_of("_decant_columns"));
  run_elsewhere("CREATE TABLE " + path_of("_decant_columns") +
                " (schema_name VARCHAR, table_name VARCHAR, column_name VARCHAR, paths VARCHAR, more_paths INTEGER, "
                "types VARCHAR, first_load VARCHAR, last_load VARCHAR)");
  run_elsewhere("INSERT INTO " + path_of("_decant_columns") +
                " VALUES ('shop', 'orders', 'id', 'no list', NULL, NULL, NULL, '1'), "
                "('shop', NULL, 'x', '[]', 1, '[]', '', '')");
  EXPECT_THAT(stored().tables(), SizeIs(1));
  EXPECT_THAT(stored().find("orders", "id")->paths, IsEmpty());
  EXPECT_EQ(stored().find("orders", "id")->last_load, "1");
}

DECANT_EACH_SQL_DATABASE(ProvenanceTableTest);

}  // namespace
}  // namespace decant::destination
