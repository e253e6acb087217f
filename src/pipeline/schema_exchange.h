#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/file_batch.h"
#include "core/result.h"
#include "schema/schema.h"

namespace decant::pipeline {

/// A pipeline's schemas as files for people, `<schema>.schema.yaml` in a folder for import and one for export, as dlt
/// has them (dlt-normalize-load §22). An import file may also be `<schema>.schema.json`.
class SchemaExchange {
 public:
  /// Either folder may be empty: none.
  SchemaExchange(std::filesystem::path import_folder, std::filesystem::path export_folder)
      : import_folder_(std::move(import_folder)), export_folder_(std::move(export_folder)) {}

  /// What a run begins with, and whether an import file replaced a stored schema: the import file if there is no stored
  /// schema, or if the file was changed since it was taken last; else the stored one. Nothing if there is neither.
  struct Beginning {
    std::optional<schema::Schema> schema;
    bool replaced = false;
  };
  [[nodiscard]] Result<Beginning> begin(const std::string& name, std::optional<schema::Schema> stored) const;

  /// Whether an import folder is given that has no file for the schema yet.
  [[nodiscard]] bool lacks_import(const std::string& name) const;
  /// Writes the first import file. Returns its hash, by which a later change of it is seen.
  [[nodiscard]] Result<std::string> write_import(const schema::Schema& schema) const;

  /// Writes the schema for people, if a folder is given.
  [[nodiscard]] Result<void> write_export(const schema::Schema& schema, FileBatch& files) const;

 private:
  [[nodiscard]] Result<std::optional<schema::Schema>> read_import(const std::string& name) const;

  std::filesystem::path import_folder_;
  std::filesystem::path export_folder_;
};

}  // namespace decant::pipeline
