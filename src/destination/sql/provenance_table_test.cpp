#include "destination/sql/provenance_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/provenance_fixture.h"
#include "destination/sql/dataset_fixture.h"

namespace decant::destination {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

using ProvenanceTableTest = ProvenanceLoads<SqlDatasetTest>;

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
