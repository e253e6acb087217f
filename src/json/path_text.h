#pragma once

// Inside this room only.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace decant::json {

/// The text of a JSONPath while it is read: names, quoted texts, numbers, and errors that name the position.
class PathText {
 public:
  explicit PathText(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void skip_spaces();
  /// Takes what stands here if it is that; whether it was.
  bool take(std::string_view symbol);
  /// The same for a whole word.
  bool take_word(std::string_view expected);
  Result<void> expect(char c);

  [[nodiscard]] bool is_at_name() const;    ///< an unquoted name, not `@` alone
  [[nodiscard]] bool is_at_number() const;  ///< a whole number
  [[nodiscard]] bool is_at_quote() const { return peek() == '\'' || peek() == '"'; }

  /// An unquoted name; the words that are reserved are refused.
  Result<std::string> read_name();
  /// A text in quotes; a backslash makes the next character an ordinary one.
  Result<std::string> read_quoted();
  Result<std::int64_t> read_integer();
  /// A whole number if one is here.
  Result<std::optional<std::int64_t>> read_optional_integer();
  /// `1.5`, if it is here.
  std::optional<double> take_real();

  /// "…: `expected` is due at position N".
  [[nodiscard]] std::unexpected<Error> wrong(std::string_view expected) const;
  [[nodiscard]] std::unexpected<Error> unsupported(std::string_view what) const;

 private:
  [[nodiscard]] std::string_view word() const;

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace decant::json
