#include "sandbox/data/table_rows.h"

namespace decant::sandbox {
namespace {

/// What Centra keys by the ids of pricelists.
constexpr std::string_view kMapKey = "valueByPricelist";

bool is_upper(char character) { return character >= 'A' && character <= 'Z'; }
bool is_lower(char character) { return character >= 'a' && character <= 'z'; }
bool is_digit(char character) { return character >= '0' && character <= '9'; }

// Walks one record.
class Walker {
 public:
  Walker(std::string_view json, TableRows& rows) : json_(json), rows_(rows) {}

  // `path` is the table's name of the list that would stand here.
  void walk_value(const std::string& path) {
    switch (json_[position_]) {
      case '{': return walk_object(path);
      case '[': return walk_list(path);
      case '"': static_cast<void>(take_text()); return;
      default: skip_scalar();
    }
  }

  // The members of an object are columns of its table, or lists that hang on it.
  void walk_object(const std::string& path) {
    ++position_;
    while (json_[position_] != '}') {
      if (json_[position_] == ',') ++position_;
      const std::string_view key = take_text();
      ++position_;  // the colon
      const std::string place = path + "__" + snake_case(key);
      if (key == kMapKey && json_[position_] == '{') {
        walk_map(place);
      } else {
        walk_value(place);
      }
    }
    ++position_;
  }

 private:
  void walk_map(const std::string& path) {
    ++position_;
    while (json_[position_] != '}') {
      if (json_[position_] == ',') ++position_;
      take_text();
      ++position_;  // the colon
      ++rows_[path];
      walk_value(path);
    }
    ++position_;
  }

  void walk_list(const std::string& path) {
    ++position_;
    while (json_[position_] != ']') {
      if (json_[position_] == ',') ++position_;
      ++rows_[path];
      if (json_[position_] == '[') {
        walk_list(path + "__list");
      } else {
        walk_value(path);
      }
    }
    ++position_;
  }

  std::string_view take_text() {
    const std::size_t begin = ++position_;
    while (json_[position_] != '"') position_ += json_[position_] == '\\' ? 2 : 1;
    return json_.substr(begin, position_++ - begin);
  }

  void skip_scalar() {
    while (json_[position_] != ',' && json_[position_] != '}' && json_[position_] != ']') ++position_;
  }

  std::string_view json_;
  TableRows& rows_;
  std::size_t position_ = 0;
};

}  // namespace

void count_rows(std::string_view record, const std::string& table, TableRows& rows) {
  ++rows[table];
  Walker(record, rows).walk_object(table);
}

// An underscore goes before a capital that follows a small letter or a digit, and before the last of several capitals
// if a small letter follows.
std::string snake_case(std::string_view key) {
  std::string name;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const char character = key[i];
    const char before = i > 0 ? key[i - 1] : '_';
    const bool starts_word = is_lower(before) || is_digit(before) || (i + 1 < key.size() && is_lower(key[i + 1]));
    if (is_upper(character) && before != '_' && starts_word) name += '_';
    const bool is_word = is_upper(character) || is_lower(character) || is_digit(character);
    name += is_upper(character) ? static_cast<char>(character - 'A' + 'a') : is_word ? character : '_';
  }
  return name;
}

}  // namespace decant::sandbox
