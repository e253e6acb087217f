#pragma once

// For tests only.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "core/hash.h"
#include "destination/filesystem/filesystem_destination.h"
#include "destination/load_fixture.h"

namespace decant::destination {

/// A dataset in a new folder, and loads into it.
class FilesTest : public LoadTest {
 protected:
  ~FilesTest() override { std::filesystem::remove_all(bucket_); }

  [[nodiscard]] std::unique_ptr<Destination> target() const override {
    return std::make_unique<FilesystemDestination>(FilesystemOptions{.bucket = bucket_,
                                                                     .dataset = dataset_,
                                                                     .layout = PathLayout::parse(layout_).value(),
                                                                     .is_compressed = is_compressed_,
                                                                     .max_state_files = max_state_files_,
                                                                     .lock_wait = {}});
  }

  /// Paths of the files below the dataset or one of its folders, sorted; those of the lock left out.
  [[nodiscard]] std::vector<std::string> files(const std::string& below = "") const {
    std::vector<std::string> paths;
    if (!std::filesystem::exists(folder() / below)) return paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder() / below)) {
      auto path = entry.path().lexically_relative(folder()).string();
      if (entry.is_regular_file() && path != "_decant/lock") paths.push_back(std::move(path));
    }
    std::sort(paths.begin(), paths.end());
    return paths;
  }

  [[nodiscard]] std::string text_of(const std::string& path) const {
    std::ostringstream text;
    text << std::ifstream(folder() / path).rdbuf();
    return text.str();
  }

  void write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories((folder() / path).parent_path());
    std::ofstream(folder() / path) << text;
  }

  [[nodiscard]] std::filesystem::path folder() const { return bucket_ / dataset_; }

  LoadRequest with_state(LoadRequest load, std::int64_t version) {
    load.state = StateRow{.version = version,
                          .engine_version = 4,
                          .pipeline_name = "shop",
                          .state = R"({"_state_version":)" + std::to_string(version) + "}",
                          .created_at = load.inserted_at,
                          .version_hash = "hash"};
    load.state_row_id = "row";
    return load;
  }

  std::filesystem::path bucket_ = std::filesystem::temp_directory_path() / ("decant-files-" + random_hex(8));
  std::string layout_{PathLayout::kDefault};
  bool is_compressed_ = false;
  int max_state_files_ = 100;
};

}  // namespace decant::destination
