#pragma once

#include <optional>
#include <string_view>

namespace decant::config {

/// The parts of `driver://user:password@host:port/database?k=v`; views into the text, still percent-encoded. An absent
/// part is nothing or empty.
struct ConnectionString {
  std::string_view driver;
  std::optional<std::string_view> username;
  std::optional<std::string_view> password;
  std::string_view host;  ///< without the brackets of an IPv6 address
  std::optional<std::string_view> port;
  std::optional<std::string_view> database;
  std::optional<std::string_view> query;
};

/// Nothing if the text has no driver.
std::optional<ConnectionString> parse_connection_string(std::string_view text);

/// What is before `mark`, taken off `text` with it; nothing, and `text` stays, if there is no mark.
std::optional<std::string_view> cut_before(std::string_view& text, char mark);

}  // namespace decant::config
