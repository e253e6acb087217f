#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "json/value.h"

namespace decant::source::rest {

/// Wider fields and more digits are refused.
inline constexpr std::size_t kMaxFormatWidth = 4096;

/// How a value is laid out: Python's format specification, `[[fill]align][sign][#][0][width][,|_][.precision][type]`.
struct FormatSpec {
  std::string fill = " ";  ///< one character
  char align = 0;          ///< `<` `>` `^` `=`; 0: texts left, numbers right
  char sign = 0;           ///< `+` `-` or space
  bool alternate = false;
  bool zero_padded = false;  ///< zeros between sign and digits
  std::size_t width = 0;
  char grouping = 0;  ///< `,` or `_` between thousands
  std::optional<std::size_t> precision = {};
  char type = 0;  ///< 0: as the value's kind has it
};

/// Errors (kind `config`) name what does not fit.
Result<FormatSpec> parse_format_spec(std::string_view text);

/// A value in that layout. Errors (kind `source_data`): the layout is none for this kind of value.
Result<std::string> format_value(const json::Value& value, const FormatSpec& spec);

}  // namespace decant::source::rest
