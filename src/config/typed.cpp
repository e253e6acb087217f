#include "config/typed.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "config/core_schema.h"
#include "config/formats.h"
#include "config/secret_values.h"
#include "json/write.h"

namespace decant::config {

namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// `1_000` as Python reads it: `_` between digits only.
std::string without_separators(std::string_view text) {
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool between = i > 0 && i + 1 < text.size() && std::isdigit(static_cast<unsigned char>(text[i - 1])) != 0 &&
                         std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0;
    if (text[i] != '_' || !between) digits.push_back(text[i]);
  }
  return digits;
}

/// dlt takes `1_000` and `0x1f` in text for whole numbers.
std::optional<std::int64_t> integer_in(std::string_view text) {
  text = trimmed(text);
  std::int64_t value = 0;
  if (text.starts_with("0x")) {
    const char* end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data() + 2, end, value, 16);
    return code == std::errc{} && stop == end && text[2] != '-' ? std::optional(value) : std::nullopt;
  }
  return parse_decimal(without_separators(text), value) ? std::optional(value) : std::nullopt;
}

std::optional<double> real_in(std::string_view text) {
  text = trimmed(text);
  double value = 0;
  if (parse_real(without_separators(text), value)) return value;
  const auto integer = text.starts_with("0x") ? integer_in(text) : std::nullopt;
  return integer ? std::optional(static_cast<double>(*integer)) : std::nullopt;
}

std::optional<bool> boolean_in(std::string_view text) {
  const auto word = lower(text);
  for (const auto* yes : {"yes", "true", "t", "y", "1"}) {
    if (word == yes) return true;
  }
  for (const auto* no : {"no", "false", "f", "n", "0"}) {
    if (word == no) return false;
  }
  return std::nullopt;
}

/// Text of a scalar as dlt writes it into text: Python's `True`, `5`, `1.5`.
std::optional<std::string> text_of(const Node& node) {
  if (node.kind() == Kind::boolean) return node.as_bool() ? "True" : "False";
  if (node.kind() == Kind::integer) return std::to_string(node.as_integer());
  if (node.kind() != Kind::real) return std::nullopt;
  std::string text;
  json::append_real(node.as_real(), text);
  return text;
}

std::optional<Node> container_in(const Node& node, Kind kind) {
  auto parsed = parse_json(node.as_text(), node.location().source);
  if (!parsed || parsed->kind() != kind) return std::nullopt;
  parsed->place_at(node.location());
  return std::move(*parsed);
}

/// Loose text as another kind.
std::optional<Node> from_text(const Node& node, Kind kind) {
  const auto& text = node.as_text();
  if (kind == Kind::boolean) {
    if (const auto boolean = boolean_in(text)) return Node(node.location(), *boolean);
  } else if (kind == Kind::integer) {
    if (const auto integer = integer_in(text)) return Node(node.location(), *integer);
  } else if (kind == Kind::real) {
    if (const auto real = real_in(text)) return Node(node.location(), *real);
  } else if (kind == Kind::sequence || kind == Kind::mapping) {
    return container_in(node, kind);
  }
  return std::nullopt;
}

/// dlt takes a number that is whole for a whole number, and any number for true unless it is 0.
std::optional<Node> from_number(const Node& node, Kind kind) {
  if (kind == Kind::boolean && node.kind() == Kind::integer) return Node(node.location(), node.as_integer() != 0);
  if (node.kind() != Kind::real) return std::nullopt;
  const double number = node.as_real();
  if (kind == Kind::boolean) return Node(node.location(), number != 0);
  constexpr double kMost = 9007199254740992.0;  // 2^53: above it, neighbours are one number
  if (kind != Kind::integer || !(std::fabs(number) <= kMost) || std::trunc(number) != number) return std::nullopt;
  return Node(node.location(), static_cast<std::int64_t>(number));
}

std::optional<Node> from_loose(const Node& node, Kind kind) {
  if (node.is_text()) return from_text(node, kind);
  if (kind == Kind::boolean || kind == Kind::integer) return from_number(node, kind);
  if (kind == Kind::text) {
    if (auto text = text_of(node)) return Node(node.location(), std::move(*text));
  }
  return std::nullopt;
}

std::unexpected<Error> wrong_kind(const Node& node, std::string_view wanted, std::string_view field) {
  std::string message = in_quotes(field) + " must be " + std::string(wanted);
  if (node.is_null())
    return fail_at(node.location(), message + ", but is null", "give it a value, or leave the key out");
  if (node.is_text() && node.is_loose()) return fail_at(node.location(), message + ", but the text here is none");
  std::string hint =
      wanted == to_string(Kind::text) && !node.is_sequence() && !node.is_mapping() ? "put it in quotes" : "";
  return fail_at(node.location(), message + ", but is " + std::string(to_string(node.kind())), std::move(hint));
}

/// A unit and how many of the smallest unit it stands for.
struct Unit {
  std::string_view name;
  double factor;
};
constexpr double kKilo = 1000;
constexpr double kKibi = 1024;
constexpr std::array kTimes = {Unit{"ms", 1},    Unit{"s", 1e3},   Unit{"sec", 1e3}, Unit{"m", 6e4},
                               Unit{"min", 6e4}, Unit{"h", 3.6e6}, Unit{"d", 8.64e7}};
constexpr std::array kSizes = {Unit{"b", 1},
                               Unit{"kb", kKilo},
                               Unit{"mb", kKilo* kKilo},
                               Unit{"gb", kKilo* kKilo* kKilo},
                               Unit{"tb", kKilo* kKilo* kKilo* kKilo},
                               Unit{"kib", kKibi},
                               Unit{"mib", kKibi* kKibi},
                               Unit{"gib", kKibi* kKibi* kKibi},
                               Unit{"tib", kKibi* kKibi* kKibi* kKibi}};

/// `1.5 GiB` in the smallest unit, rounded; nothing if it is malformed, negative or beyond 2^53.
template <std::size_t Count>
std::optional<std::int64_t> amount_in(std::string_view text, const std::array<Unit, Count>& units,
                                      double plain_factor) {
  text = trimmed(text);
  const auto split = std::min(text.find_first_not_of("0123456789."), text.size());
  double number = 0;
  if (!parse_real(text.substr(0, split), number)) return std::nullopt;
  const auto name = lower(trimmed(text.substr(split)));
  double factor = name.empty() ? plain_factor : 0;
  for (const auto& unit : units) {
    if (name == unit.name) factor = unit.factor;
  }
  constexpr double kMost = 9007199254740992.0;
  const double amount = number * factor;
  if (factor == 0 || amount > kMost) return std::nullopt;
  return static_cast<std::int64_t>(std::llround(amount));
}

/// The text of a number or of a text with unit, for amount_in; nothing for other kinds.
std::optional<std::string> amount_text(const Node& node) {
  if (node.is_text()) return node.as_text();
  return node.kind() == Kind::boolean ? std::nullopt : text_of(node);
}

}  // namespace

Result<Node> typed(const Node& node, Kind kind, std::string_view field) {
  if (node.kind() == kind) return node;
  if (node.kind() == Kind::integer && kind == Kind::real) {
    Node real(node.location(), static_cast<double>(node.as_integer()));
    if (node.is_loose()) real.mark_found(node.is_secret());
    return real;
  }
  if (!node.is_loose()) return wrong_kind(node, to_string(kind), field);
  auto converted = from_loose(node, kind);
  if (!converted) return wrong_kind(node, to_string(kind), field);
  converted->mark_found(node.is_secret());
  if (node.is_secret()) hide_secret(*converted);
  return std::move(*converted);
}

Result<std::chrono::milliseconds> as_duration(const Node& node, std::string_view field) {
  const auto text = amount_text(node);
  const auto amount = text ? amount_in(*text, kTimes, 1e3) : std::nullopt;
  if (!amount) return wrong_kind(node, "a length of time such as 500ms, 30s, 5m, 2h or 1d", field);
  return std::chrono::milliseconds(*amount);
}

Result<std::uint64_t> as_bytes(const Node& node, std::string_view field) {
  const auto text = node.kind() == Kind::real ? std::nullopt : amount_text(node);
  const auto amount = text ? amount_in(*text, kSizes, 1) : std::nullopt;
  if (!amount) return wrong_kind(node, "a size such as 256MB or 1GiB", field);
  return static_cast<std::uint64_t>(*amount);
}

}  // namespace decant::config
