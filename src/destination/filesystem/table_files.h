#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"
#include "destination/filesystem/path_layout.h"

namespace decant::destination {

/// A table of a schema.
struct TableName {
  std::string schema;
  std::string table;
  friend auto operator<=>(const TableName&, const TableName&) = default;
};

/// Paths below the dataset's folder, sorted.
using TableFiles = std::map<TableName, std::vector<std::string>>;

/// The data files of tables below the folder of a dataset. A file that begins like several tables' belongs to the one
/// whose beginning is the longest: with the layout `{table_name}_{load_id}…`, `a__b_1.jsonl` is of `a__b`, not of `a`.
/// Tables of different schemas may share files.
Result<TableFiles> find_table_files(const std::filesystem::path& dataset, const PathLayout& layout,
                                    const std::vector<TableName>& tables);

}  // namespace decant::destination
