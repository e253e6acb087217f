#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "json/regex.h"
#include "json/value.h"

namespace decant::schema {

class NamingConvention;

/// What chooses columns in a schema document (dlt-normalize-load §7.5): `re:` and a regular expression that is looked
/// for anywhere in a name, or a plain name, which must be equal.
class SimpleRegex {
 public:
  /// Error (kind `schema`): the expression is wrong, or a text without `re:` starts like an expression.
  static Result<SimpleRegex> compile(std::string_view text);

  /// Error: the name takes the expression too much work.
  [[nodiscard]] Result<bool> matches(std::string_view name) const;

  /// As in the document.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  explicit SimpleRegex(std::string text) : text_(std::move(text)) {}

  std::string text_;
  bool is_plain_ = true;
  json::Regex regex_;
};

/// Reads a list of them; a null is an empty one. `where` names it in errors (kind `schema`).
Result<std::vector<SimpleRegex>> compile_simple_regexes(const json::Value& list, const std::string& where);

/// Whether one of them matches.
Result<bool> any_matches(const std::vector<SimpleRegex>& entries, std::string_view name);

/// The form in which entries of a list are compared: `re:^name$` for a plain name.
std::string canonical_simple_regex(std::string_view text);

/// The entry under another naming convention: names in it are normalized as paths, expressions stay.
std::string normalize_simple_regex(std::string_view text, const NamingConvention& naming);

}  // namespace decant::schema
