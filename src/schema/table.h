#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "json/value.h"
#include "schema/data_type.h"

namespace decant::schema {

/// A column of a schema document. What decant itself reads often has a field; every other property is kept in `other`,
/// and so is a null or false that is written out (it is part of the hash).
struct Column {
  std::string name;
  std::optional<DataType> data_type;  ///< absent: hinted, type not known yet
  std::optional<bool> nullable;       ///< absent counts as true
  std::optional<int> precision;
  std::optional<int> scale;
  std::optional<bool> timezone;  ///< absent counts as true
  bool primary_key = false;
  bool merge_key = false;
  bool unique = false;
  bool row_key = false;
  bool parent_key = false;
  bool root_key = false;
  bool variant = false;
  json::Value other = json::Value::object();  ///< further properties: x-…, description, sort, hard_delete …

  [[nodiscard]] bool is_nullable() const { return nullable.value_or(true); }
  /// Whether it can be made in a database.
  [[nodiscard]] bool is_complete() const { return data_type.has_value(); }

  /// Whether a property has another value than its default (dlt-normalize-load §7.3).
  [[nodiscard]] bool has(std::string_view property) const;
  /// Gives a hint that is true or false its value.
  void set(std::string_view hint, bool value);
  /// Takes a property away.
  void erase(std::string_view property);
  /// Without the properties that have their default value.
  [[nodiscard]] Column without_defaults() const;

  /// As the schema document has it; the name included.
  [[nodiscard]] json::Value to_json() const;
  static Result<Column> from_json(std::string_view name, const json::Value& document);

  /// Takes over every property that `hint` gives, also one that it gives its default.
  void merge(const Column& hint);

  friend bool operator==(const Column&, const Column&) = default;
};

/// A table of a schema document: columns in order, and properties.
class Table {
 public:
  explicit Table(std::string name) : name_(std::move(name)) {}

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }

  /// Position of a column, or nothing.
  [[nodiscard]] std::optional<std::size_t> index_of(std::string_view column) const;
  [[nodiscard]] const Column* find(std::string_view column) const;
  [[nodiscard]] Column& column(std::size_t index) { return columns_[index]; }

  /// Appends a column whose name is new; returns its position.
  std::size_t add(Column column);

  /// Moves a column to the end of the list (an untyped one that gets its type). Positions behind it shift.
  void move_to_end(std::string_view column);

  /// Name of the enclosing row's table; empty for a root table.
  [[nodiscard]] std::string parent() const { return properties_.text_or("parent", ""); }
  [[nodiscard]] bool is_root() const { return parent().empty(); }

  /// Every property but name and columns, in document order: write_disposition, resource, parent, x-normalizer …
  [[nodiscard]] const json::Value& properties() const { return properties_; }
  [[nodiscard]] json::Value& properties() { return properties_; }

  /// Whether a package with rows for it was normalized.
  [[nodiscard]] bool has_seen_data() const;

  /// Names of the columns with that flag, in order.
  [[nodiscard]] std::vector<std::string> columns_with(bool Column::* flag) const;
  /// Names of the columns, typed or not, that have another value of a property than its default, in order.
  [[nodiscard]] std::vector<std::string> columns_with(std::string_view property) const;

  /// The table's part of a schema document, and back. Errors are of kind `schema`.
  [[nodiscard]] json::Value to_json() const;
  static Result<Table> from_json(std::string_view name, const json::Value& document);

 private:
  std::string name_;
  std::vector<Column> columns_;
  std::unordered_map<std::string, std::size_t> index_;
  json::Value properties_ = json::Value::object();
};

}  // namespace decant::schema
