#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "json/value.h"
#include "source/rest/placeholder/format_spec.h"

namespace decant::source::rest {

/// The value of a placeholder's complete name (`resources.posts.id`); null if there is none of that name.
using Lookup = std::function<const json::Value*(std::string_view name)>;

/// A text with placeholders in the syntax of Python's format strings: `{name}`, `{name!r}`, `{name:>8}`, and `{{`, `}}`
/// for braces. Compiled once, filled in often.
class Template {
 public:
  /// Errors (kind `config`) quote the text: a brace without its other, an unknown conversion, a format that is none.
  static Result<Template> compile(std::string_view text);

  /// The names of the placeholders, in order, repetitions included.
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] bool has_placeholders() const;
  [[nodiscard]] const std::string& source() const { return source_; }

  /// The text with every placeholder replaced by its value as Python writes it. Errors: an unknown name (`config`), a
  /// value that its format does not fit (`source_data`).
  [[nodiscard]] Result<std::string> text(const Lookup& lookup) const;

  /// The value itself if the text is one placeholder alone, without conversion and format; else as text().
  [[nodiscard]] Result<json::Value> value(const Lookup& lookup) const;

 private:
  struct Field {
    std::string name;
    char conversion = 0;  ///< `r`, `s`, `a`; 0: none
    bool has_format = false;
    FormatSpec format;
  };
  struct Part {
    std::string literal;  ///< before the field
    bool has_field = false;
    Field field;
  };

  explicit Template(std::string_view source) : source_(source) {}
  Result<void> read();
  Result<Field> read_field(std::size_t& at) const;
  Result<std::string> read_name(std::size_t& at) const;
  Result<void> read_format(std::size_t& at, Field& field) const;
  [[nodiscard]] Result<const json::Value*> find(const Field& field, const Lookup& lookup) const;
  [[nodiscard]] Result<std::string> fill_in(const Field& field, const Lookup& lookup) const;
  [[nodiscard]] std::unexpected<Error> wrong(const std::string& what) const;

  std::string source_;
  std::vector<Part> parts_;
};

}  // namespace decant::source::rest
