#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "json/value.h"
#include "schema/table.h"

namespace decant::schema {

inline constexpr std::int64_t kEngineVersion = 11;

/// A schema as dlt stores it (engine 11): tables, settings, normalizers, version and hash. Tables keep their address
/// for the life of the schema.
class Schema {
 public:
  /// A new schema with its system tables, dlt's default hints and the detector `iso_timestamp`.
  explicit Schema(std::string name);

  /// Reads a stored document. Fails if it is newer than this engine, or if its hash does not fit its content.
  static Result<Schema> from_json(const json::Value& document);

  /// The document as stored, with version and hash as they are now (see bump_version).
  [[nodiscard]] json::Value to_json() const;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::int64_t version() const { return version_; }
  [[nodiscard]] const std::string& version_hash() const { return version_hash_; }

  [[nodiscard]] const std::deque<Table>& tables() const { return tables_; }
  [[nodiscard]] const Table* find(std::string_view table) const;
  [[nodiscard]] Table* find(std::string_view table);
  /// Adds a table whose name is new.
  Table& add(Table table);
  /// The root of a chain of nested tables.
  [[nodiscard]] const Table& root_of(const Table& table) const;

  [[nodiscard]] const json::Value& settings() const { return settings_; }
  [[nodiscard]] json::Value& settings() { return settings_; }
  [[nodiscard]] const json::Value& normalizers() const { return normalizers_; }
  [[nodiscard]] json::Value& normalizers() { return normalizers_; }

  /// If the content differs from the stored hash: version + 1, the old hash first in previous_hashes (at most 10).
  /// Returns whether it did.
  bool bump_version();

  /// Hash of the content as it is now (dlt-normalize-load §7.4).
  [[nodiscard]] std::string content_hash() const;

 private:
  std::string name_;
  std::int64_t version_ = 1;
  std::string version_hash_;
  std::vector<std::string> previous_hashes_;
  json::Value settings_ = json::Value::object();
  json::Value normalizers_ = json::Value::object();
  json::Value other_ = json::Value::object();  ///< imported_version_hash, description
  std::deque<Table> tables_;
};

/// Whether a table or column belongs to dlt itself (`_dlt…`).
bool is_system_name(std::string_view name);

/// A schema's name from a source's or pipeline's: snake_case, at most 64 characters.
std::string schema_name_from(std::string_view name);

}  // namespace decant::schema
