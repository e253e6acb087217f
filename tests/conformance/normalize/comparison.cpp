#include "comparison.h"

#include <bit>
#include <cmath>

#include "json/write.h"
#include "schema/timestamp_text.h"

namespace decant::conformance {

namespace {

using json::Value;

/// Numbers by value, objects whatever the order of their keys.
bool equal(const Value& a, const Value& b) {
  const auto number = [](const Value& value) {
    return value.is_integer() ? static_cast<double>(value.as_integer()) : value.as_real();
  };
  const bool a_number = a.is_integer() || a.is_real();
  const bool b_number = b.is_integer() || b.is_real();
  if (a.is_integer() && b.is_integer()) return a == b;
  if (a_number && b_number) return std::bit_cast<std::uint64_t>(number(a)) == std::bit_cast<std::uint64_t>(number(b));
  if (a.is_object() && b.is_object()) {
    if (a.as_object().size() != b.as_object().size()) return false;
    for (const auto& [key, value] : a.as_object()) {
      const Value* other = b.find(key);
      if (other == nullptr || !equal(value, *other)) return false;
    }
    return true;
  }
  if (a.is_array() && b.is_array()) {
    if (a.as_array().size() != b.as_array().size()) return false;
    for (std::size_t i = 0; i < a.as_array().size(); ++i) {
      if (!equal(a.as_array()[i], b.as_array()[i])) return false;
    }
    return true;
  }
  return a == b;
}

/// Of JSON, what is no number is null.
bool is_nothing(const Value* value) {
  return value == nullptr || value->is_null() || (value->is_real() && !std::isfinite(value->as_real()));
}

bool equal_cells(const Value* expected, const Value* observed, const std::string& type) {
  if (is_nothing(expected) || is_nothing(observed)) return is_nothing(expected) && is_nothing(observed);
  if (type == "timestamp" && expected->is_string() && observed->is_string()) {
    const auto a = schema::parse_time(expected->as_string());
    const auto b = schema::parse_time(observed->as_string());
    return a && b && a->instant == b->instant;
  }
  // Rows of an earlier page are told as they were written, before a hint changed the type.
  return equal(*expected, *observed) || (type == "text" && json::write(*expected) == observed->text_or("", ""));
}

class Comparison {
 public:
  explicit Comparison(std::vector<std::string>& found) : found_(found) {}

  void compare_tables(const Value& expected, const Value& observed) {
    for (const auto& [name, table] : expected.as_object()) {
      const Value* other = observed.find(name);
      if (other == nullptr) {
        found_.push_back("table " + name + " is missing");
        continue;
      }
      compare_table(name, table, *other);
    }
    for (const auto& [name, table] : observed.as_object()) {
      if (expected.find(name) == nullptr) found_.push_back("table " + name + " is too much");
    }
  }

 private:
  void compare_table(const std::string& name, const Value& expected, const Value& observed) {
    const Value& columns = *expected.find("columns");
    if (!equal(*expected.find("props"), *observed.find("props")))
      differ("properties of " + name, *expected.find("props"), *observed.find("props"));
    if (json::write(order_of(columns)) != json::write(order_of(*observed.find("columns"))))
      differ("columns of " + name, order_of(columns), order_of(*observed.find("columns")));
    for (const auto& [column, hints] : columns.as_object()) {
      const Value* other = observed.find("columns")->find(column);
      if (other != nullptr && !equal(hints, *other)) differ(name + "." + column, hints, *other);
    }
    compare_rows(name, columns, expected.find("rows")->as_array(), observed.find("rows")->as_array());
  }

  void compare_rows(const std::string& name, const Value& columns, const Value::Array& expected,
                    const Value::Array& observed) {
    if (expected.size() != observed.size())
      found_.push_back("rows of " + name + ": " + std::to_string(expected.size()) + " expected, " +
                       std::to_string(observed.size()) + " observed");
    for (std::size_t i = 0; i < std::min(expected.size(), observed.size()); ++i) {
      if (!equal_rows(columns, expected[i], observed[i]))
        differ("row " + std::to_string(i) + " of " + name, expected[i], observed[i]);
    }
  }

  static bool equal_rows(const Value& columns, const Value& expected, const Value& observed) {
    for (const Value* side : {&expected, &observed}) {
      for (const auto& [key, unused] : side->as_object()) {
        const Value* column = columns.find(key);
        const std::string type = column == nullptr ? "" : column->text_or("data_type", "");
        if (!equal_cells(expected.find(key), observed.find(key), type)) return false;
      }
    }
    return true;
  }

  static Value order_of(const Value& columns) {
    Value names = Value::array();
    for (const auto& [name, unused] : columns.as_object()) names.push_back(name);
    return names;
  }

  void differ(const std::string& what, const Value& expected, const Value& observed) {
    found_.push_back(what + "\n      expected " + json::write(expected) + "\n      observed " + json::write(observed));
  }

  std::vector<std::string>& found_;
};

/// An error says the page and, in its text, table and column; dlt's class of it is one of two kinds here.
void compare_errors(const Value* expected, const Value* observed, std::vector<std::string>& found) {
  if (expected == nullptr && observed == nullptr) return;
  if (expected == nullptr || observed == nullptr) {
    found.push_back(expected == nullptr ? "error: " + observed->text_or("message", "") : "no error");
    return;
  }
  const std::string kind = observed->text_or("kind", "");
  const bool is_contract = expected->text_or("type", "") == "DataValidationError";
  const std::string message = observed->text_or("message", "");
  bool same = is_contract == (kind == "contract") && kind != "internal" &&
              expected->text_or("step", "") == observed->text_or("step", "") &&
              expected->integer_or("page", 0) == observed->integer_or("page", 0);
  for (const char* part : {"table", "column"}) {
    const std::string name = expected->text_or(part, "");
    if (is_contract && !name.empty()) same = same && message.find("\"" + name + "\"") != std::string::npos;
  }
  if (!same)
    found.push_back("error\n      expected " + json::write(*expected) + "\n      observed " + json::write(*observed));
}

}  // namespace

std::vector<std::string> differences(const Value& expected, const Value& observed) {
  std::vector<std::string> found;
  Comparison(found).compare_tables(*expected.find("tables"), *observed.find("tables"));
  compare_errors(expected.find("error"), observed.find("error"), found);
  const Value* config = expected.find("normalizer_config");
  const Value* other = observed.find("normalizer_config");
  const Value nothing = Value::object();
  if (!equal(config == nullptr ? nothing : *config, other == nullptr ? nothing : *other))
    found.push_back("normalizer_config\n      expected " + json::write(config == nullptr ? nothing : *config) +
                    "\n      observed " + json::write(other == nullptr ? nothing : *other));
  return found;
}

}  // namespace decant::conformance
