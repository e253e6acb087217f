#include "config/native_credentials.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "config/connection_string.h"
#include "config/formats.h"
#include "core/percent.h"

namespace decant::config {

namespace {

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
