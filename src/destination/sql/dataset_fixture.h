#pragma once

// For tests only.
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "core/hash.h"
#include "destination/duckdb/duckdb_destination.h"
#include "destination/load_fixture.h"
#include "destination/postgres/postgres_destination.h"
#include "destination/postgres/test_server.h"
#include "destination/sql/quoting.h"
#include "duckdb/connection.h"
#include "duckdb/database.h"

namespace decant::destination {

/// A new dataset in each kind of SQL database, and loads into it.
class SqlDatasetTest : public LoadTest, public ::testing::WithParamInterface<std::string> {
 protected:
  SqlDatasetTest() {
    dataset_ = "shop_" + random_hex(6);
    std::filesystem::create_directories(folder_);
  }
  ~SqlDatasetTest() override {
    if (GetParam() == "postgres") static_cast<void>(target()->drop());
    std::filesystem::remove_all(folder_);
  }
  SqlDatasetTest(const SqlDatasetTest&) = delete;
  SqlDatasetTest& operator=(const SqlDatasetTest&) = delete;

  [[nodiscard]] std::unique_ptr<Destination> target() const override {
    if (GetParam() == "postgres")
      return std::make_unique<PostgresDestination>(
          PostgresOptions{.credentials = PostgresTestServer::get().credentials(), .dataset = dataset_});
    return std::make_unique<DuckDbDestination>(
        DuckDbOptions{.path = folder_ / "shop.duckdb", .dataset = dataset_, .memory_limit = 128 << 20, .threads = 2});
  }

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

 private:
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("decant-dataset-" + random_hex(8));
};

#define DECANT_EACH_SQL_DATABASE(fixture)                                                       \
  INSTANTIATE_TEST_SUITE_P(Each, fixture, ::testing::Values(std::string("duckdb"), "postgres"), \
                           [](const auto& kind) { return kind.param; })

}  // namespace decant::destination
