#include "config/connection_string.h"

namespace decant::config {

namespace {

void read_server(std::string_view server, ConnectionString& parts) {
  if (auto user = cut_before(server, '@')) {
    parts.username = cut_before(*user, ':');
    if (parts.username) {
      parts.password = *user;
    } else {
      parts.username = *user;
    }
  }
  if (server.starts_with('[')) {  // an IPv6 address has colons of its own
    const auto end = server.find(']');
    parts.host = server.substr(1, end == std::string_view::npos ? end : end - 1);
    server.remove_prefix(end == std::string_view::npos ? server.size() : end + 1);
    if (server.starts_with(':')) parts.port = server.substr(1);
    return;
  }
  if (auto host = cut_before(server, ':')) {
    parts.host = *host;
    parts.port = server;
  } else {
    parts.host = server;
  }
}

}  // namespace

std::optional<std::string_view> cut_before(std::string_view& text, char mark) {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const auto before = text.substr(0, at);
  text.remove_prefix(at + 1);
  return before;
}

std::optional<ConnectionString> parse_connection_string(std::string_view text) {
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos || scheme == 0) return std::nullopt;
  ConnectionString parts;
  parts.driver = text.substr(0, scheme);
  text.remove_prefix(scheme + 3);
  if (auto before = cut_before(text, '?')) {
    parts.query = text;
    text = *before;
  }
  // A password may hold a slash, a name and a host may not.
  const auto first = text.find_first_of(":/@");
  const bool has_user =
      first != std::string_view::npos && text[first] != '/' && text.find('@') != std::string_view::npos;
  const auto slash = text.find('/', has_user ? text.find('@') : 0);
  if (slash != std::string_view::npos) parts.database = text.substr(slash + 1);
  read_server(text.substr(0, slash), parts);
  return parts;
}

}  // namespace decant::config
