#include "config/node.h"

#include <utility>

namespace decant::config {

namespace {

constexpr std::size_t kLongestShown = 120;

json::Value members_to_json(const Node::Members& members) {
  json::Value::Object object;
  object.reserve(members.size());
  for (const auto& member : members) object.emplace_back(member.key, member.value.to_json());
  return object;
}

}  // namespace

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::null: return "null";
    case Kind::boolean: return "true or false";
    case Kind::integer: return "a whole number";
    case Kind::real: return "a number";
    case Kind::text: return "text";
    case Kind::sequence: return "a list";
    case Kind::mapping: return "a mapping";
  }
  return "null";
}

std::string Location::to_string() const {
  if (!source) return {};
  return line > 0 ? *source + ":" + std::to_string(line) : *source;
}

Location location_of(std::string source, int line) {
  return {std::make_shared<const std::string>(std::move(source)), line};
}

Node::Node() = default;
Node::Node(Location location, std::nullptr_t) : location_(std::move(location)) {}
Node::Node(Location location, bool value) : data_(value), location_(std::move(location)) {}
Node::Node(Location location, std::int64_t value) : data_(value), location_(std::move(location)) {}
Node::Node(Location location, double value) : data_(value), location_(std::move(location)) {}
Node::Node(Location location, std::string value) : data_(std::move(value)), location_(std::move(location)) {}
Node::Node(Location location, Items items) : data_(std::move(items)), location_(std::move(location)) {}
Node::Node(Location location, Members members) : data_(std::move(members)), location_(std::move(location)) {}

const Node::Items& Node::items() const {
  static const Items none;
  const auto* items = std::get_if<Items>(&data_);
  return items != nullptr ? *items : none;
}

Node::Items& Node::items() { return std::get<Items>(data_); }

const Node::Members& Node::members() const {
  static const Members none;
  const auto* members = std::get_if<Members>(&data_);
  return members != nullptr ? *members : none;
}

Node::Members& Node::members() { return std::get<Members>(data_); }

const Node* Node::find(std::string_view key) const {
  for (const auto& member : members()) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

void Node::mark_found(bool secret) {
  loose_ = true;
  secret_ = secret;
  if (auto* items = std::get_if<Items>(&data_)) {
    for (auto& item : *items) item.mark_found(secret);
  } else if (auto* members = std::get_if<Members>(&data_)) {
    for (auto& member : *members) member.value.mark_found(secret);
  }
}

void Node::place_at(const Location& location) {
  location_ = location;
  if (auto* items = std::get_if<Items>(&data_)) {
    for (auto& item : *items) item.place_at(location);
  } else if (auto* members = std::get_if<Members>(&data_)) {
    for (auto& member : *members) {
      member.location = location;
      member.value.place_at(location);
    }
  }
}

json::Value Node::to_json() const {
  switch (kind()) {
    case Kind::null: return nullptr;
    case Kind::boolean: return as_bool();
    case Kind::integer: return as_integer();
    case Kind::real: return as_real();
    case Kind::text: return as_text();
    case Kind::mapping: return members_to_json(members());
    case Kind::sequence: break;
  }
  json::Value::Array array;
  array.reserve(items().size());
  for (const auto& item : items()) array.push_back(item.to_json());
  return array;
}

std::string in_quotes(std::string_view key) {
  if (key.size() <= kLongestShown) return "`" + std::string(key) + "`";
  std::size_t end = kLongestShown;
  while (end > 0 && (static_cast<unsigned char>(key[end]) & 0xC0U) == 0x80U) --end;
  return "`" + std::string(key.substr(0, end)) + "…`";
}

Error error_at(const Location& location, std::string_view message, std::string hint) {
  Error error{.kind = ErrorKind::config,
              .message = location.source ? location.to_string() + ": " + std::string(message) : std::string(message),
              .hint = std::move(hint),
              .details = {},
              .context = {}};
  if (location.line > 0) {
    error.details.file = *location.source;
    error.details.line = location.line;
  }
  return error;
}

std::unexpected<Error> fail_at(const Location& location, std::string_view message, std::string hint) {
  return std::unexpected<Error>(error_at(location, message, std::move(hint)));
}

}  // namespace decant::config
