#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "json/value.h"
#include "schema/data_type.h"

namespace decant::schema {

/// A set of data types.
class TypeSet {
 public:
  void add(DataType type) { bits_ = static_cast<std::uint16_t>(bits_ | 1U << static_cast<unsigned>(type)); }
  void add(TypeSet other) { bits_ = static_cast<std::uint16_t>(bits_ | other.bits_); }
  [[nodiscard]] bool contains(DataType type) const { return (bits_ >> static_cast<unsigned>(type) & 1U) != 0; }
  [[nodiscard]] bool empty() const { return bits_ == 0; }

  friend bool operator==(TypeSet, TypeSet) = default;

 private:
  std::uint16_t bits_ = 0;
};

/// Where the values of one column came from. Bounded, whatever the data is.
struct ColumnProvenance {
  static constexpr std::size_t kMaxPaths = 10;
  static constexpr std::size_t kMaxPathBytes = 400;  ///< of one path; a longer one is cut and ends with `…`

  std::vector<std::string> paths;  ///< JSON paths from the record's root, as they first came: `$.lines[*].price`
  std::uint64_t more_paths = 0;    ///< how many others there were, about
  TypeSet types;                   ///< empty: nothing but null came
  std::string first_load;          ///< load ids
  std::string last_load;

  /// Takes a path that this load has not named yet.
  void add_path(std::string_view path);
  /// Takes what another load, or another resource of the same, says. Doing it again changes nothing.
  void merge(const ColumnProvenance& other);

  /// Names of the types in a fixed order; `null` alone if nothing else came.
  [[nodiscard]] std::vector<std::string_view> type_names() const;

  /// `{"paths": […], "more_paths": 3, "types": […], "first_load": …, "last_load": …}`; `more_paths` only if not 0.
  [[nodiscard]] json::Value to_json() const;
  /// What is missing or of another form counts as empty.
  static ColumnProvenance from_json(const json::Value& document);

  friend bool operator==(const ColumnProvenance&, const ColumnProvenance&) = default;
};

/// Where the columns of one schema came from (docs/formats/provenance.md).
class Provenance {
 public:
  using Columns = std::map<std::string, ColumnProvenance, std::less<>>;
  using Tables = std::map<std::string, Columns, std::less<>>;
  static constexpr std::size_t kMaxColumns = 10'000;

  /// Merges what is said of a column. Of more than kMaxColumns the rest is counted only.
  void add(std::string_view table, std::string_view column, const ColumnProvenance& provenance);
  /// Merges all that another one says. Doing it again changes nothing.
  void merge(const Provenance& other);

  /// Takes away what is said of the columns of tables.
  void forget(std::span<const std::string> tables);

  /// Null if nothing is known.
  [[nodiscard]] const ColumnProvenance* find(std::string_view table, std::string_view column) const;
  [[nodiscard]] const Tables& tables() const { return tables_; }
  [[nodiscard]] std::uint64_t more_columns() const { return more_columns_; }
  [[nodiscard]] bool empty() const { return tables_.empty(); }

  [[nodiscard]] json::Value to_json() const;
  /// Error of kind `state`: it is no such document, or of a newer version.
  static Result<Provenance> from_json(const json::Value& document);

  friend bool operator==(const Provenance&, const Provenance&) = default;

 private:
  bool take(std::string_view table, std::string_view column, const ColumnProvenance& provenance);

  Tables tables_;
  std::size_t columns_ = 0;
  std::uint64_t more_columns_ = 0;
};

}  // namespace decant::schema
