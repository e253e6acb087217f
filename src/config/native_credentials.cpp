#include "config/native_credentials.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "config/formats.h"
#include "core/percent.h"

namespace decant::config {

namespace {

/// What is before `mark`, taken off `text` with it; nothing, and `text` stays, if there is no mark.
std::optional<std::string_view> cut_before(std::string_view& text, char mark) {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const auto before = text.substr(0, at);
  text.remove_prefix(at + 1);
  return before;
}

/// The parts of a connection string; views into it.
struct ConnectionString {
  std::string_view driver;
  std::optional<std::string_view> username;
  std::optional<std::string_view> password;
  std::string_view host;
  std::optional<std::string_view> port;
  std::optional<std::string_view> database;
  std::optional<std::string_view> query;
};

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

Node query_of(const Location& location, std::string_view query) {
  Node::Members members;
  while (!query.empty()) {
    auto pair = cut_before(query, '&').value_or(query);
    if (query.data() == pair.data()) query = {};
    const auto name = cut_before(pair, '=');
    if (name && !name->empty())
      members.push_back({percent_decode(*name), location, Node(location, percent_decode(pair))});
  }
  return {location, std::move(members)};
}

std::optional<Node> part_of(const Location& location, const ConnectionString& parts, std::string_view field) {
  const auto text = [&](std::optional<std::string_view> part, bool encoded = false) -> std::optional<Node> {
    if (!part || part->empty()) return std::nullopt;
    return Node(location, encoded ? percent_decode(*part) : std::string(*part));
  };
  if (field == "drivername") return text(parts.driver);
  if (field == "username") return text(parts.username, true);
  if (field == "password") return text(parts.password, true);
  if (field == "host") return text(parts.host);
  if (field == "port") return text(parts.port);
  if (field == "database") return text(parts.database);
  if (field == "query" && parts.query) return query_of(location, *parts.query);
  return std::nullopt;
}

std::optional<Node> raw_field(const Node& text, std::string_view field) {
  const std::string_view value = text.as_text();
  if (const auto first = value.find_first_not_of(" \t\r\n"); first != std::string_view::npos && value[first] == '{') {
    auto object = parse_json(value, text.location().source);
    if (!object) return std::nullopt;
    object->place_at(text.location());
    const Node* member = object->find(field);
    return member != nullptr && !member->is_null() ? std::optional(*member) : std::nullopt;
  }
  if (const auto parts = parse_connection_string(value)) return part_of(text.location(), *parts, field);
  constexpr std::array<std::string_view, 4> kWhole{"database", "token", "api_key", "access_token"};
  if (std::find(kWhole.begin(), kWhole.end(), field) == kWhole.end()) return std::nullopt;
  return Node(text.location(), std::string(value));
}

}  // namespace

std::optional<Node> native_field(const Node& text, std::string_view field) {
  if (!text.is_text()) return std::nullopt;
  auto found = raw_field(text, field);
  if (found) found->mark_found(text.is_secret());
  return found;
}

}  // namespace decant::config
