#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "destination/filesystem/path_layout.h"

namespace decant::destination {

struct FilesystemOptions {
  std::filesystem::path bucket;  ///< the folder of datasets; made absolute
  std::string dataset;           ///< normalized name of the folder of this one
  PathLayout layout;
  bool is_compressed = true;                          ///< data files are gzip-compressed
  int max_state_files = 100;                          ///< of one pipeline; 0 or less: all are kept
  std::uint64_t memory_limit = 256ULL * 1024 * 1024;  ///< bytes that a query, or the writer of Parquet, may use
  std::chrono::milliseconds lock_wait{60'000};        ///< for another load into the dataset
};

}  // namespace decant::destination
