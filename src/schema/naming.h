#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace decant::schema {

/// How names of data become identifiers (dlt-normalize-load §2): one of dlt's conventions with a limit of length. A
/// value.
///
/// `identifier` and `path` are its two entry points. Which of them a key of data takes depends on the schema: `key` and
/// `table_key` know that.
class NamingConvention {
 public:
  enum class Kind : std::uint8_t { snake_case, direct, sql_cs_v1, sql_ci_v1, duck_case, s3_tables };

  /// `max_length` in code points; 0: no limit (s3_tables: 255, which is also its largest). `break_paths`: whether keys
  /// may hold path separators; false for schemas that come from an engine before 11.
  explicit NamingConvention(Kind kind, std::size_t max_length = 0, bool break_paths = true);

  /// dlt's default: lower case words joined by `_`, path separator `__`.
  static NamingConvention snake_case(std::size_t max_length) { return NamingConvention(Kind::snake_case, max_length); }

  /// The convention that a schema document or a setting names: a short name, or the module that dlt has it in. Error
  /// (kind `config`): a name that is none of dlt's own conventions.
  static Result<Kind> find(std::string_view reference);

  /// One name as one identifier; separators in it collapse. Empty for a blank name.
  [[nodiscard]] std::string identifier(std::string_view name) const;
  /// The same for the name of a table, dataset or schema.
  [[nodiscard]] std::string table_identifier(std::string_view name) const;

  /// A name that may hold path separators: each part is normalized, blank parts vanish. Empty if nothing is left.
  [[nodiscard]] std::string path(std::string_view name) const;
  /// The same for the name of a table.
  [[nodiscard]] std::string table_path(std::string_view name) const;

  /// The column name, or part of one, that a key of data gets; `_empty` for a blank key.
  [[nodiscard]] std::string key(std::string_view key) const;
  /// The part of a table name that a key with a list gets, or the name of a resource's table; empty for a blank one.
  [[nodiscard]] std::string table_key(std::string_view key) const;

  /// Joins parts that are normalized already (nested columns, child tables, variants) and shortens the whole. Blank
  /// parts are left out.
  [[nodiscard]] std::string join(const std::vector<std::string>& parts) const;

  /// The parts of a path, blank ones left out.
  [[nodiscard]] std::vector<std::string_view> split(std::string_view path) const;

  /// Cuts a name to the limit: its middle gives way to a tag of `original`.
  [[nodiscard]] std::string shorten(std::string name, std::string_view original) const;

  [[nodiscard]] Kind kind() const { return kind_; }
  /// dlt's short name of it, as schema documents have it.
  [[nodiscard]] std::string_view name() const;
  [[nodiscard]] std::string_view separator() const;
  /// Whether two names that differ in case only stay two.
  [[nodiscard]] bool is_case_sensitive() const;
  [[nodiscard]] std::size_t max_length() const { return max_length_; }
  [[nodiscard]] bool breaks_paths() const { return break_paths_; }
  /// Name, case sensitivity and limit: `snake_case_ci_63`.
  [[nodiscard]] std::string to_string() const;

 private:
  [[nodiscard]] std::string apply(std::string_view stripped) const;
  template <typename Normalize>
  [[nodiscard]] std::string each_part(std::string_view name, Normalize normalize) const;

  Kind kind_;
  std::size_t max_length_;
  bool break_paths_;
};

}  // namespace decant::schema
