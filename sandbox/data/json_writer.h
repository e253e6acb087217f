#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sandbox/data/local_time.h"
#include "sandbox/data/money.h"

namespace decant::sandbox {

/// How text that is not ASCII is written. PHP can do either, and a store sends both.
enum class NonAscii { raw, escaped };

/// Whether slashes are written as `\/`, as PHP does unless told otherwise.
enum class Slashes { escaped, plain };

/// Appends JSON to a string the way PHP's json_encode does: compact, an empty map as `[]`.
/// Every member has its own function by type, named after the JSON that comes out.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out, NonAscii non_ascii = NonAscii::raw, Slashes slashes = Slashes::escaped)
      : out_(out), non_ascii_(non_ascii), slashes_(slashes) {}

  void begin_object() { open('{'); }
  void begin_object(std::string_view name) {
    key(name);
    open('{');
  }
  void end_object() { close('}'); }
  void begin_list(std::string_view name) {
    key(name);
    open('[');
  }
  void end_list() { close(']'); }
  /// What PHP makes of an empty map, and of an empty list.
  void empty(std::string_view name) {
    key(name);
    value("[]");
  }

  void text(std::string_view name, std::string_view content) {
    key(name);
    text_element(content);
  }
  /// Null when there is no content.
  void text_or_null(std::string_view name, const std::optional<std::string_view>& content);
  /// A number in quotes.
  void digits(std::string_view name, std::int64_t number);
  void integer(std::string_view name, std::int64_t number);
  void money(std::string_view name, Money amount);
  /// `number` / 10^`decimals`, without zeros at its end.
  void decimal(std::string_view name, std::int64_t number, unsigned decimals);
  /// A JSON boolean.
  void boolean(std::string_view name, bool state);
  /// 0 or 1.
  void flag(std::string_view name, bool state) { integer(name, state ? 1 : 0); }
  void time(std::string_view name, LocalTime moment) { text(name, format_local_time(moment)); }

  /// An element of a list.
  void text_element(std::string_view content);
  void integer_element(std::int64_t number);

 private:
  void key(std::string_view name);
  void value(std::string_view json);
  void open(char bracket);
  void close(char bracket);
  void escape(std::string_view content);
  /// Writes the code point that starts at `position`; returns how many bytes it took.
  std::size_t escape_code_point(std::string_view content, std::size_t position);
  void escape_unit(unsigned unit);

  std::string& out_;
  NonAscii non_ascii_;
  Slashes slashes_;
  bool comma_due_ = false;
};

}  // namespace decant::sandbox
