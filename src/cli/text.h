#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace decant::cli {

/// `text` with control characters written as escapes (`\n`, `\u001b`), so that foreign text cannot steer a terminal.
/// Line ends stay if `keep_lines`.
std::string printable(std::string_view text, bool keep_lines = false);

/// Characters of a UTF-8 text; what the terminal needs columns for.
std::size_t width_of(std::string_view text);

/// `text` cut to `width` characters, the last of them `…` if something is gone.
std::string cut_to(std::string_view text, std::size_t width);

/// 1234567 as `1,234,567`.
std::string grouped(std::uint64_t number);

/// Bytes in a unit for people: `512 B`, `1.3 MB`.
std::string size_text(std::uint64_t bytes);

}  // namespace decant::cli
