#pragma once

#include <deque>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "json/value.h"
#include "schema/document_migration.h"
#include "schema/normalizers.h"
#include "schema/settings.h"
#include "schema/system_tables.h"
#include "schema/table.h"
#include "schema/table_merge.h"

namespace decant::schema {

/// A schema as dlt stores it (engine 11): tables, settings, normalizers, version and hash. Tables keep their address
/// as long as none is removed.
class Schema {
 public:
  /// A new schema with its system tables, dlt's default hints and the detector `iso_timestamp`.
  explicit Schema(std::string name);

  /// Reads a stored document, of an older engine too. Fails (kind `schema`) if it is newer than this engine, malformed,
  /// or if its hash does not fit its content.
  static Result<Schema> from_json(const json::Value& document);

  /// Reads a document that people write or change: its hash need not fit (then the version goes up), and names of
  /// tables and columns may be left out where they are keys, and dlt's own tables altogether.
  static Result<Schema> from_import(const json::Value& document);

  /// A copy without the marks that normalizing and loading leave (`x-normalizer` …): the same version, with a hash of
  /// its own.
  [[nodiscard]] Schema without_processing_hints() const;
  /// Notes that this schema takes the place of `replaced`, whose hash goes first into previous_hashes.
  void succeed(const Schema& replaced);

  /// The document as stored, with version and hash as they are now (see bump_version).
  [[nodiscard]] json::Value to_json() const;

  /// The document for people: without the names that are keys, and without imported_version_hash.
  [[nodiscard]] json::Value to_export() const;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::int64_t version() const { return version_; }
  [[nodiscard]] const std::string& version_hash() const { return version_hash_; }
  /// Hashes of earlier versions, newest first, at most 10.
  [[nodiscard]] const std::vector<std::string>& previous_hashes() const { return previous_hashes_; }

  /// Hash of the import file that this schema began with or last took; empty: none.
  [[nodiscard]] std::string imported_version_hash() const { return other_.text_or("imported_version_hash", ""); }
  void set_imported_version_hash(std::string_view hash) { other_["imported_version_hash"] = hash; }

  [[nodiscard]] const std::deque<Table>& tables() const { return tables_; }
  [[nodiscard]] const Table* find(std::string_view table) const;
  [[nodiscard]] Table* find(std::string_view table);
  /// Adds a table whose name is new.
  Table& add(Table table);
  /// Takes tables out; with a table those nested in it must be named too. Addresses of all tables change.
  void remove(const std::set<std::string, std::less<>>& names);
  /// Adds a partial table or merges it into the one of that name, and notes what nested rows need of their root
  /// (dlt-normalize-load §8.1, §3.5). Its names are normalized already. Error (kind `schema`): it contradicts the
  /// stored one, or its parent is missing.
  Result<Table*> update(const Table& partial, CompoundHints hints);
  /// The root of a chain of nested tables.
  [[nodiscard]] const Table& root_of(const Table& table) const;
  /// A property that a nested table takes from its parents if it has none itself; null if no one has it.
  [[nodiscard]] const json::Value* inherited(const Table& table, std::string_view property) const;

  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] Settings& settings() { return settings_; }
  [[nodiscard]] const Normalizers& normalizers() const { return normalizers_; }
  [[nodiscard]] Normalizers& normalizers() { return normalizers_; }

  /// Detectors for new columns, in order: those of the settings, or else of the normalizers.
  [[nodiscard]] const std::vector<Detection>& detections() const;

  /// The contract of a table: its own or inherited, else that of the settings. dlt's tables may always change. For a
  /// nested table that is new, ask for its parent. Error (kind `schema`): it is malformed.
  [[nodiscard]] Result<Contract> contract_for(std::string_view table) const;

  /// Says whether the destination merges at all. That is no part of the document; a schema begins with true.
  void set_merging(bool is_merging) { is_merging_ = is_merging; }
  /// The merge strategy of a root table, as dlt resolves it where the destination's default is delete-insert; empty if
  /// its rows are not merged.
  [[nodiscard]] std::string merge_strategy_of(const Table& root) const;

  /// Takes the present content for the same version: the hash changes, the old one goes first in previous_hashes.
  void amend_version();

  /// Takes the version, hash and previous hashes of `earlier`, an earlier form of this schema.
  void continue_version(const Schema& earlier);

  /// If the content differs from the stored hash: version + 1, the old hash first in previous_hashes (at most 10).
  /// Returns whether it did.
  bool bump_version();

  /// Hash of the content as it is now (dlt-normalize-load §7.4).
  [[nodiscard]] std::string content_hash() const;

 private:
  friend Result<void> change_naming(Schema& schema, std::string_view names, std::size_t max_length);

  static Result<Schema> read(const json::Value& document);
  Result<void> read_tables(const json::Value& tables);
  Result<void> check_parents() const;
  void propagate_root_key(const Table& table);
  void remember_hash(const std::string& hash);
  [[nodiscard]] bool needs_root_key(const Table& root) const;

  std::string name_;
  std::int64_t version_ = 1;
  std::string version_hash_;
  std::vector<std::string> previous_hashes_;
  Settings settings_;
  Normalizers normalizers_;
  json::Value other_ = json::Value::object();  ///< imported_version_hash, description
  std::deque<Table> tables_;
  bool is_merging_ = true;
};

/// A schema's name from a source's or pipeline's: snake_case, at most 64 characters.
std::string schema_name_from(std::string_view name);

}  // namespace decant::schema
