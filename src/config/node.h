#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.h"
#include "json/value.h"

namespace decant::config {

enum class Kind : std::uint8_t { null, boolean, integer, real, text, sequence, mapping };

/// What people call it, with its article: "a whole number", "text", "a list".
std::string_view to_string(Kind kind);

/// Where a value or key was written. Copies share the name.
struct Location {
  std::shared_ptr<const std::string> source;  ///< path of the file, or "environment variable NAME"; null: nowhere
  int line = 0;                               ///< 1-based; 0: the source has no lines

  /// "centra.yaml:7", "environment variable X"; empty for nowhere.
  [[nodiscard]] std::string to_string() const;
};

/// A fresh location; `line` 0 if the source has no lines.
Location location_of(std::string source, int line);

struct Member;

/// A value of a configuration document, whatever format it was written in, that knows its place. A plain value: copies
/// are deep. Mappings keep the order of their keys, which are unique.
class Node {
 public:
  using Items = std::vector<Node>;
  using Members = std::vector<Member>;

  Node();  ///< null, nowhere
  Node(Location location, std::nullptr_t);
  Node(Location location, bool value);
  Node(Location location, std::int64_t value);
  Node(Location location, double value);
  Node(Location location, std::string value);
  Node(Location location, Items items);
  Node(Location location, Members members);

  [[nodiscard]] Kind kind() const { return static_cast<Kind>(data_.index()); }
  [[nodiscard]] bool is_null() const { return kind() == Kind::null; }
  [[nodiscard]] bool is_text() const { return kind() == Kind::text; }
  [[nodiscard]] bool is_sequence() const { return kind() == Kind::sequence; }
  [[nodiscard]] bool is_mapping() const { return kind() == Kind::mapping; }

  /// The value of that kind; the kind must be right (check first, or read with Reader).
  [[nodiscard]] bool as_bool() const { return std::get<bool>(data_); }
  [[nodiscard]] std::int64_t as_integer() const { return std::get<std::int64_t>(data_); }
  [[nodiscard]] double as_real() const { return std::get<double>(data_); }
  [[nodiscard]] const std::string& as_text() const { return std::get<std::string>(data_); }

  /// Elements of a sequence; none for other kinds.
  [[nodiscard]] const Items& items() const;
  Items& items();  ///< of a sequence only
  /// Keys and values of a mapping in order; none for other kinds.
  [[nodiscard]] const Members& members() const;
  Members& members();  ///< of a mapping only
  /// The value of a key; null if this is no mapping or has no such key.
  [[nodiscard]] const Node* find(std::string_view key) const;

  [[nodiscard]] const Location& location() const { return location_; }
  /// 1-based line, 0 if there is none.
  [[nodiscard]] int line() const { return location_.line; }

  /// Whether this came from a provider (environment, TOML of `.dlt`), where text stands for a value of the type that is
  /// asked for: `"5"` is then also a whole number, `"[1]"` also a list.
  [[nodiscard]] bool is_loose() const { return loose_; }
  /// Whether this was found as a secret.
  [[nodiscard]] bool is_secret() const { return secret_; }
  /// Marks this and all values below.
  void mark_found(bool secret);
  /// Gives this and all values and keys below one place.
  void place_at(const Location& location);

  /// The value without places. Loose text stays text; nan and infinities stay doubles.
  [[nodiscard]] json::Value to_json() const;

 private:
  // In the order of Kind.
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Items, Members> data_;
  Location location_;
  bool loose_ = false;
  bool secret_ = false;
};

/// A key of a mapping with its value.
struct Member {
  std::string key;
  Location location;  ///< of the key
  Node value;
};

/// A key or dotted path for a message: in backquotes, cut if it is very long.
std::string in_quotes(std::string_view key);

/// An error of kind `config` at a place: message "centra.yaml:7: …", and details.file and details.line if it has a
/// line.
Error error_at(const Location& location, std::string_view message, std::string hint = {});
std::unexpected<Error> fail_at(const Location& location, std::string_view message, std::string hint = {});

}  // namespace decant::config
