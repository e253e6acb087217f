#pragma once

// For tests only.
#include <filesystem>
#include <memory>

#include "core/hash.h"
#include "destination/duckdb/duckdb_destination.h"
#include "destination/load_fixture.h"

namespace decant::destination {

/// A dataset in a new file, and loads into it.
class DatasetTest : public LoadTest {
 protected:
  DatasetTest() { std::filesystem::create_directories(folder_); }
  ~DatasetTest() override { std::filesystem::remove_all(folder_); }
  DatasetTest(const DatasetTest&) = delete;
  DatasetTest& operator=(const DatasetTest&) = delete;

  [[nodiscard]] DuckDbDestination destination() const {
    return DuckDbDestination({.path = path_, .dataset = dataset_, .memory_limit = 128 << 20, .threads = 2});
  }
  [[nodiscard]] std::unique_ptr<Destination> target() const override {
    return std::make_unique<DuckDbDestination>(destination());
  }

  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("decant-dataset-" + random_hex(8));
  std::filesystem::path path_ = folder_ / "shop.duckdb";
};

}  // namespace decant::destination
