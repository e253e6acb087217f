#pragma once

// For tests only.
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "core/hash.h"
#include "destination/duckdb/duckdb_destination.h"
#include "destination/filesystem/filesystem_destination.h"
#include "destination/load_fixture.h"
#include "destination/postgres/postgres_destination.h"
#include "destination/postgres/test_server.h"

namespace decant::destination {

/// A new dataset of each kind, and loads into it: "duckdb", "postgres", and "files_" with a format of files.
class AnyDatasetTest : public LoadTest, public ::testing::WithParamInterface<std::string> {
 protected:
  AnyDatasetTest() {
    dataset_ = "shop_" + random_hex(6);
    if (GetParam().starts_with(kFiles)) file_format_ = GetParam().substr(kFiles.size());
    std::filesystem::create_directories(folder_);
  }
  ~AnyDatasetTest() override {
    if (GetParam() == "postgres") static_cast<void>(target()->drop());
    std::filesystem::remove_all(folder_);
  }
  AnyDatasetTest(const AnyDatasetTest&) = delete;
  AnyDatasetTest& operator=(const AnyDatasetTest&) = delete;

  [[nodiscard]] std::unique_ptr<Destination> target() const override {
    if (GetParam() == "postgres")
      return std::make_unique<PostgresDestination>(
          PostgresOptions{.credentials = PostgresTestServer::get().credentials(), .dataset = dataset_});
    if (GetParam() == "duckdb")
      return std::make_unique<DuckDbDestination>(
          DuckDbOptions{.path = folder_ / "shop.duckdb", .dataset = dataset_, .memory_limit = 128 << 20, .threads = 2});
    return std::make_unique<FilesystemDestination>(FilesystemOptions{
        .bucket = folder_, .dataset = dataset_, .layout = PathLayout::parse(PathLayout::kDefault).value()});
  }

  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("decant-dataset-" + random_hex(8));

 private:
  static constexpr std::string_view kFiles = "files_";
};

/// Skips a case for destinations whose capability record lacks something; the report counts and names them.
#define DECANT_NEEDS(capability) \
  if (!target()->capabilities().capability) GTEST_SKIP() << GetParam() << " lacks the capability " #capability
/// The same for those that have it.
#define DECANT_NEEDS_NO(capability) \
  if (target()->capabilities().capability) GTEST_SKIP() << GetParam() << " has the capability " #capability

/// For cases in which the format of a table's files has no part.
#define DECANT_EACH_DESTINATION(fixture)                                                                       \
  INSTANTIATE_TEST_SUITE_P(Each, fixture, ::testing::Values(std::string("duckdb"), "postgres", "files_jsonl"), \
                           [](const auto& kind) { return kind.param; })
#define DECANT_EACH_DATASET(fixture)                                                      \
  DECANT_EACH_DESTINATION(fixture);                                                       \
  INSTANTIATE_TEST_SUITE_P(Too, fixture, ::testing::Values(std::string("files_parquet")), \
                           [](const auto& kind) { return kind.param; })

}  // namespace decant::destination
