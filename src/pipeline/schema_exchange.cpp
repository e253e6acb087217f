#include "pipeline/schema_exchange.h"

#include <system_error>
#include <utility>

#include "config/yaml_text.h"
#include "pipeline/schema_document.h"

namespace decant::pipeline {

namespace {

std::filesystem::path yaml_file(const std::filesystem::path& folder, const std::string& name) {
  return folder / (name + ".schema.yaml");
}

/// The import file that is there; an empty path if none is.
std::filesystem::path find_import(const std::filesystem::path& folder, const std::string& name) {
  if (folder.empty()) return {};
  std::error_code error;
  for (const auto& path : {yaml_file(folder, name), folder / (name + ".schema.json")}) {
    if (std::filesystem::exists(path, error)) return path;
  }
  return {};
}

Result<void> write_yaml_file(const std::filesystem::path& folder, const schema::Schema& schema, FileBatch& files) {
  return files.add(yaml_file(folder, schema.name()), config::write_yaml(schema.to_export()));
}

}  // namespace

Result<std::optional<schema::Schema>> SchemaExchange::read_import(const std::string& name) const {
  const auto path = find_import(import_folder_, name);
  if (path.empty()) return std::optional<schema::Schema>();
  DECANT_TRY(const auto document, read_schema_document(path));
  auto schema = schema::Schema::from_import(document);
  if (!schema) {
    Error error = std::move(schema).error();
    error.details.file = path.string();
    return fail(std::move(error).within("reading the import schema " + path.string()));
  }
  if (schema->name() != name)
    return fail(
        ErrorKind::schema,
        "the import file " + path.string() + " holds the schema \"" + schema->name() + "\", not \"" + name + "\"",
        "The file is named after its schema: correct the member name, or rename the file.");
  return std::optional(std::move(*schema));
}

Result<SchemaExchange::Beginning> SchemaExchange::begin(const std::string& name,
                                                        std::optional<schema::Schema> stored) const {
  DECANT_TRY(auto imported, read_import(name));
  if (!imported) return Beginning{.schema = std::move(stored)};
  const std::string hash = imported->version_hash();
  if (stored && stored->imported_version_hash() == hash) return Beginning{.schema = std::move(stored)};
  imported->set_imported_version_hash(hash);
  if (stored) imported->succeed(*stored);
  return Beginning{.schema = std::move(imported), .replaced = stored.has_value()};
}

bool SchemaExchange::lacks_import(const std::string& name) const {
  return !import_folder_.empty() && find_import(import_folder_, name).empty();
}

Result<std::string> SchemaExchange::write_import(const schema::Schema& schema) const {
  const auto clean = schema.without_processing_hints();
  FileBatch files;
  DECANT_TRY(write_yaml_file(import_folder_, clean, files));
  DECANT_TRY(files.commit());
  DECANT_TRY(const auto read, schema::Schema::from_import(clean.to_export()));
  return read.version_hash();
}

Result<void> SchemaExchange::write_export(const schema::Schema& schema, FileBatch& files) const {
  if (export_folder_.empty()) return {};
  return write_yaml_file(export_folder_, export_folder_ == import_folder_ ? schema.without_processing_hints() : schema,
                         files);
}

}  // namespace decant::pipeline
