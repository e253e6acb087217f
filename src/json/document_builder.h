#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "json/document.h"

namespace decant::json {

/// Fills a Document with values that were never JSON text, typed ones included: records of Arrow or C++ callers. Calls
/// follow the structure of the value: `open_object`, then `key` and a value for each member, `close`. Texts are copied
/// into the document, but for those of `view`.
class DocumentBuilder {
 public:
  /// The document is emptied; it keeps its memory.
  explicit DocumentBuilder(Document& document);

  void open_object() { open(Kind::object); }
  void open_array() { open(Kind::array); }
  void close();
  void key(std::string_view name) { text(name); }

  void null() { add({}); }
  void boolean(bool value);
  void integer(std::int64_t value);
  void unsigned_integer(std::uint64_t value);
  void real(double value);
  void text(std::string_view value) { text(Kind::string, TypedKind::decimal, value); }
  /// A number of JSON that no 64-bit type holds.
  void number_text(std::string_view value) { text(Kind::number_text, TypedKind::decimal, value); }

  /// As TypedKind describes; decimals and weis must be numbers.
  void decimal(std::string_view number) { text(Kind::typed, TypedKind::decimal, number); }
  void wei(std::string_view number) { text(Kind::typed, TypedKind::wei, number); }
  void binary(std::string_view bytes) { text(Kind::typed, TypedKind::binary, bytes); }
  void uuid(std::string_view value) { text(Kind::typed, TypedKind::uuid, value); }
  void timestamp(std::int64_t micros_utc, ZoneOffset zone);
  void date(std::int64_t days) { fixed(TypedKind::date, days); }
  void time(std::int64_t micros) { fixed(TypedKind::time, micros); }

  /// A text that lives at least as long as the document.
  void view(std::string_view value);
  /// A scalar of another document that lives at least as long.
  void add(const Token& token) { document_.tokens_.push_back(token); }

 private:
  void open(Kind kind);
  void text(Kind kind, TypedKind typed, std::string_view value);
  void fixed(TypedKind typed, std::int64_t value);

  Document& document_;
  std::vector<std::uint32_t> open_;
};

}  // namespace decant::json
