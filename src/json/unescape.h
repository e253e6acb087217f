#pragma once

#include <string>
#include <string_view>

namespace decant::json {

/// Resolves the escapes of the text between the quotes of a JSON string. Half a surrogate pair, which no UTF-8 text can
/// hold, becomes U+FFFD. False if an escape is malformed.
bool unescape(std::string_view raw, std::string& text);

}  // namespace decant::json
