#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace decant::http {

/// A received header value as UTF-8: what is no UTF-8 on the wire is ISO 8859-1.
std::string header_text(std::string_view bytes);

/// The bytes of a UTF-8 header value as Python's requests sends them, in ISO 8859-1; nothing if a character is not in
/// it, or if the value begins with a blank or is more than one line.
std::optional<std::string> header_bytes(std::string_view text);

}  // namespace decant::http
