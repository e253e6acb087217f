#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "destination/filesystem/file_format.h"
#include "schema/table.h"

namespace decant::destination {

/// A table over its files, whatever their formats: columns by name, those that a file lacks are null there.
class TableView {
 public:
  /// Adds those columns of a table that have a type and are new here, names compared without regard to case.
  void add_columns(const schema::Table& table);

  /// Adds a data file. What it is, is told by its first bytes and its name: older datasets do not say in the name
  /// whether a file is compressed.
  Result<void> add_file(const std::filesystem::path& path);

  [[nodiscard]] bool has_columns() const { return !columns_.empty(); }
  /// Name of a file whose format is not read here; empty if there is none.
  [[nodiscard]] const std::string& unreadable() const { return unreadable_; }

  /// The SELECT of all rows, in DuckDB's types of the columns.
  [[nodiscard]] Result<std::string> select() const;

 private:
  /// Files that one call of a reading function takes.
  struct Group {
    FileFormat format = FileFormat::jsonl;
    bool is_compressed = false;
    std::vector<std::string> paths{};
  };
  [[nodiscard]] Result<std::string> select_from(const Group& group) const;

  std::vector<schema::Column> columns_;
  std::array<Group, 5> groups_ = {{{FileFormat::jsonl, false},
                                   {FileFormat::jsonl, true},
                                   {FileFormat::csv, false},
                                   {FileFormat::csv, true},
                                   {FileFormat::parquet, false}}};
  std::string unreadable_;
};

}  // namespace decant::destination
