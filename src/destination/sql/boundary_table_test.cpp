#include "destination/sql/boundary_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/boundary_fixture.h"
#include "destination/sql/dataset_fixture.h"

namespace decant::destination {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using BoundaryTableTest = BoundaryLoads<SqlDatasetTest>;

TEST_P(BoundaryTableTest, RowsSayWhoseTheyAre) {
  ASSERT_TRUE(done(change("1700000000.1", true, 0, 3)));
  ASSERT_TRUE(done(change("1700000000.2", true, 10, 12, "q")));
  EXPECT_THAT(ask("SELECT DISTINCT pipeline_name, source, resource, cursor_path, _dlt_load_id FROM _decant_boundary "
                  "ORDER BY resource"),
              ElementsAre("shop|rest_api|p|u|1700000000.1", "shop|rest_api|q|u|1700000000.2"));
}

TEST_P(BoundaryTableTest, IsNotMadeForNothing) {
  ASSERT_TRUE(done(change("1700000000.1", true, 0, 0)));
  EXPECT_THAT(ask("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND "
                  "table_name = '_decant_boundary'"),
              IsEmpty());
}

DECANT_EACH_SQL_DATABASE(BoundaryTableTest);

}  // namespace
}  // namespace decant::destination
