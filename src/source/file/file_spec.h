#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"
#include "schema/resource_hints.h"
#include "source/incremental/incremental_spec.h"
#include "source/records/exclusion.h"
#include "source/records/record_selection.h"
#include "source/transform/transform_step.h"

namespace decant::source::file {

enum class FileFormat : std::uint8_t {
  json,   ///< one document, whose records the selector finds
  jsonl,  ///< a record on each line
  csv,
  parquet,
};

/// The name of the field that `incremental` looks at to tell new files from those that were loaded.
inline constexpr std::string_view kModificationDate = "modification_date";

struct CsvOptions {
  std::string delimiter;  ///< empty: found out
  bool has_header = true;
};

/// A resource whose records stand in files.
struct FileResourceSpec {
  schema::ResourceHints hints;
  std::filesystem::path folder;      ///< absolute
  std::string glob;                  ///< of paths below it
  std::optional<FileFormat> format;  ///< absent: as each file's name says
  SelectorSpec selector;             ///< of JSON documents
  CsvOptions csv;
  std::vector<TransformStep> steps;
  std::vector<ExcludedPath> excluded;
  std::optional<IncrementalSpec> incremental;
  bool selected = true;
  json::Value fingerprint;  ///< what decides which records are read
  config::Location location;

  /// Whether `incremental` is about files, not about records.
  [[nodiscard]] bool by_modification() const { return incremental && incremental->cursor_path == kModificationDate; }
};

}  // namespace decant::source::file
