#include "schema/table.h"

#include <algorithm>
#include <array>
#include <limits>
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

bool Column::* flag_named(std::string_view name) {
  const auto* const found = std::find_if(kFlags.begin(), kFlags.end(), [&](const Flag& f) { return f.name == name; });
  return found == kFlags.end() ? nullptr : found->member;
}

std::unexpected<Error> bad_property(std::string_view column, std::string_view property) {
  return fail(ErrorKind::schema, "column \"" + std::string(column) + "\": the property " + std::string(property) +
                                     " has a value of the wrong kind");
}

/// Whether dlt counts a property with that value as absent.
bool is_default(std::string_view property, const json::Value& value) {
  if (property == "x-active-record-timestamp") return false;
  if (property == "nullable" || property == "timezone") return value.is_null() || value == json::Value(true);
  if (property == "name" || property == "data_type" || property == "precision" || property == "scale")
    return value.is_null();
  return value.is_null() || value == json::Value(false);
}

/// Reads one property into its field; nothing if it is one that `other` keeps.
Result<bool> read_property(Column& column, std::string_view key, const json::Value& value) {
  if (value.is_null()) return false;
  if (bool Column::* const flag = flag_named(key)) {
    if (!value.is_bool()) return bad_property(column.name, key);
    column.*flag = value.as_bool();
    return value.as_bool();
  }
  const auto read_bool = [&](std::optional<bool>& field) -> Result<bool> {
    if (!value.is_bool()) return bad_property(column.name, key);
    field = value.as_bool();
    return true;
  };
  const auto read_int = [&](std::optional<int>& field) -> Result<bool> {
    if (!value.is_integer() || value.as_integer() < 0 || value.as_integer() > std::numeric_limits<int>::max())
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

bool Column::has(std::string_view property) const {
  if (bool Column::* const flag = flag_named(property)) return this->*flag;
  if (property == "nullable") return !is_nullable();
  if (property == "timezone") return timezone == false;
  if (property == "data_type") return data_type.has_value();
  if (property == "precision") return precision.has_value();
  if (property == "scale") return scale.has_value();
  const json::Value* value = other.find(property);
  return value != nullptr && !is_default(property, *value);
}

void Column::set(std::string_view hint, bool value) {
  erase(hint);
  bool Column::* const flag = flag_named(hint);
  if (flag != nullptr && value) {
    this->*flag = true;
  } else if (hint == "nullable") {
    nullable = value;
  } else {
    other[hint] = value;
  }
}

void Column::erase(std::string_view property) {
  other.erase(property);
  if (bool Column::* const flag = flag_named(property)) this->*flag = false;
  if (property == "nullable") nullable.reset();
  if (property == "timezone") timezone.reset();
  if (property == "data_type") data_type.reset();
  if (property == "precision") precision.reset();
  if (property == "scale") scale.reset();
}

Column Column::without_defaults() const {
  Column column = *this;
  if (nullable == true) column.nullable.reset();
  if (timezone == true) column.timezone.reset();
  std::erase_if(column.other.as_object(), [](const auto& member) { return is_default(member.first, member.second); });
  return column;
}

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
  for (const auto& [key, value] : hint.other.as_object()) {
    erase(key);
    other[key] = value;
  }
  const auto take = [this](std::string_view key, auto& field, const auto& given) {
    if (!given) return;
    other.erase(key);
    field = given;
  };
  take("data_type", data_type, hint.data_type);
  take("nullable", nullable, hint.nullable);
  take("precision", precision, hint.precision);
  take("scale", scale, hint.scale);
  take("timezone", timezone, hint.timezone);
  for (const Flag& flag : kFlags) take(flag.name, this->*flag.member, hint.*flag.member);
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

bool Table::has_seen_data() const {
  const json::Value* normalizer = properties_.find("x-normalizer");
  return normalizer != nullptr && normalizer->bool_or("seen-data", false);
}

std::vector<std::string> Table::columns_with(bool Column::* flag) const {
  std::vector<std::string> names;
  for (const auto& column : columns_) {
    if (column.*flag) names.push_back(column.name);
  }
  return names;
}

std::vector<std::string> Table::columns_with(std::string_view property) const {
  std::vector<std::string> names;
  for (const auto& column : columns_) {
    if (column.has(property)) names.push_back(column.name);
  }
  return names;
}

json::Value Table::to_json() const {
  json::Value document = json::Value::object();
  document["name"] = name_;
  json::Value::Object columns;
  columns.reserve(columns_.size());
  for (const auto& column : columns_) columns.emplace_back(column.name, column.to_json());
  document["columns"] = std::move(columns);
  for (const auto& [key, value] : properties_.as_object()) document[key] = value;
  return document;
}

Result<Table> Table::from_json(std::string_view name, const json::Value& document) {
  Table table{std::string(name)};
  if (!document.is_object()) return fail(ErrorKind::schema, "table \"" + table.name() + "\" is no object");
  for (const auto& [key, value] : document.as_object()) {
    if (key == "name") continue;
    if (key != "columns") {
      table.properties()[key] = value;
      continue;
    }
    if (!value.is_object()) return fail(ErrorKind::schema, "the columns of \"" + table.name() + "\" are no object");
    for (const auto& [column_name, column_document] : value.as_object()) {
      auto column = Column::from_json(column_name, column_document);
      if (!column) return fail(std::move(column).error().within("table \"" + table.name() + "\""));
      if (table.find(column_name) != nullptr)
        return fail(ErrorKind::schema, "table \"" + table.name() + "\" has the column \"" + column_name + "\" twice");
      table.add(std::move(*column));
    }
  }
  return table;
}

}  // namespace decant::schema
