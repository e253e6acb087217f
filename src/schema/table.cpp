#include "schema/table.h"

#include <algorithm>
#include <array>
#include <utility>

namespace decant::schema {

namespace {

struct Flag {
  std::string_view name;
  bool Column::* member;
};

constexpr std::array kFlags = {Flag{"primary_key", &Column::primary_key}, Flag{"merge_key", &Column::merge_key},
                               Flag{"unique", &Column::unique},           Flag{"row_key", &Column::row_key},
                               Flag{"parent_key", &Column::parent_key},   Flag{"root_key", &Column::root_key},
                               Flag{"variant", &Column::variant}};

std::unexpected<Error> bad_property(std::string_view column, std::string_view property) {
  return fail(ErrorKind::schema, "column \"" + std::string(column) + "\": the property " + std::string(property) +
                                     " has a value of the wrong kind");
}

/// Reads one property into its field; nothing if it is one that `other` keeps.
Result<bool> read_property(Column& column, std::string_view key, const json::Value& value) {
  if (value.is_null()) return true;  // equal to the default: absent
  for (const Flag& flag : kFlags) {
    if (key != flag.name) continue;
    if (!value.is_bool()) return bad_property(column.name, key);
    column.*flag.member = value.as_bool();
    return value.as_bool();  // a false that is written down is part of the hash: `other` keeps it
  }
  const auto read_bool = [&](std::optional<bool>& field) -> Result<bool> {
    if (!value.is_bool()) return bad_property(column.name, key);
    field = value.as_bool();
    return true;
  };
  const auto read_int = [&](std::optional<int>& field) -> Result<bool> {
    if (!value.is_integer() || value.as_integer() < 0 || value.as_integer() > 1'000'000)
      return bad_property(column.name, key);
    field = static_cast<int>(value.as_integer());
    return true;
  };
  if (key == "nullable") return read_bool(column.nullable);
  if (key == "timezone") return read_bool(column.timezone);
  if (key == "precision") return read_int(column.precision);
  if (key == "scale") return read_int(column.scale);
  if (key != "data_type") return false;
  if (value.is_string()) column.data_type = data_type_from(value.as_string());
  if (!column.data_type) return bad_property(column.name, key);
  return true;
}

}  // namespace

json::Value Column::to_json() const {
  json::Value document = json::Value::object();
  document["name"] = name;
  if (data_type) document["data_type"] = to_string(*data_type);
  if (nullable) document["nullable"] = *nullable;
  if (precision) document["precision"] = *precision;
  if (scale) document["scale"] = *scale;
  if (timezone) document["timezone"] = *timezone;
  for (const Flag& flag : kFlags) {
    if (this->*flag.member) document[flag.name] = true;
  }
  for (const auto& [key, value] : other.as_object()) document[key] = value;
  return document;
}

Result<Column> Column::from_json(std::string_view name, const json::Value& document) {
  Column column;
  column.name = name;
  if (!document.is_object()) return fail(ErrorKind::schema, "column \"" + column.name + "\" is no object");
  for (const auto& [key, value] : document.as_object()) {
    if (key == "name") continue;
    DECANT_TRY(const bool known, read_property(column, key, value));
    if (!known) column.other[key] = value;
  }
  return column;
}

void Column::merge(const Column& hint) {
  if (hint.data_type) data_type = hint.data_type;
  if (hint.nullable) nullable = hint.nullable;
  if (hint.precision) precision = hint.precision;
  if (hint.scale) scale = hint.scale;
  if (hint.timezone) timezone = hint.timezone;
  for (const Flag& flag : kFlags) {
    if (!(hint.*flag.member)) continue;
    this->*flag.member = true;
    other.erase(flag.name);
  }
  for (const auto& [key, value] : hint.other.as_object()) other[key] = value;
}

std::optional<std::size_t> Table::index_of(std::string_view column) const {
  const auto found = index_.find(std::string(column));
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

const Column* Table::find(std::string_view column) const {
  const auto index = index_of(column);
  return index ? &columns_[*index] : nullptr;
}

std::size_t Table::add(Column column) {
  DECANT_CHECK(!index_.contains(column.name));
  index_.emplace(column.name, columns_.size());
  columns_.push_back(std::move(column));
  return columns_.size() - 1;
}

void Table::move_to_end(std::string_view column) {
  const auto index = index_of(column);
  DECANT_CHECK(index.has_value());
  std::rotate(columns_.begin() + static_cast<std::ptrdiff_t>(*index),
              columns_.begin() + static_cast<std::ptrdiff_t>(*index) + 1, columns_.end());
  for (std::size_t i = *index; i < columns_.size(); ++i) index_[columns_[i].name] = i;
}

std::vector<std::string> Table::columns_with(bool Column::* flag) const {
  std::vector<std::string> names;
  for (const auto& column : columns_) {
    if (column.*flag) names.push_back(column.name);
  }
  return names;
}

}  // namespace decant::schema
