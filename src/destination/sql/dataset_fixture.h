#pragma once

// For tests only.
#include <gtest/gtest.h>

#include <string>

#include "destination/any_dataset_fixture.h"
#include "destination/sql/quoting.h"
#include "duckdb/connection.h"
#include "duckdb/database.h"

namespace decant::destination {

/// A new dataset in each kind of SQL database, and loads into it.
class SqlDatasetTest : public AnyDatasetTest {
 protected:
  /// A table of the dataset, for run_elsewhere.
  [[nodiscard]] std::string path_of(const std::string& table) const {
    return quote_identifier(dataset_) + "." + quote_identifier(table);
  }
  /// Runs a statement in a session of somebody else.
  void run_elsewhere(const std::string& sql) const {
    if (GetParam() == "postgres") {
      auto connection = PostgresConnection::open(PostgresTestServer::get().credentials());
      ASSERT_TRUE(connection && connection->execute(sql)) << sql;
      return;
    }
    const auto database = duckdb::Database::open_file(folder_ / "shop.duckdb", "shop", duckdb::Access::read_write, {});
    ASSERT_TRUE(database) << to_string(database.error());
    auto connection = database->connect();
    ASSERT_TRUE(connection && connection->execute(sql)) << sql;
  }
};

#define DECANT_EACH_SQL_DATABASE(fixture)                                                       \
  INSTANTIATE_TEST_SUITE_P(Each, fixture, ::testing::Values(std::string("duckdb"), "postgres"), \
                           [](const auto& kind) { return kind.param; })

}  // namespace decant::destination
