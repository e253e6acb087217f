#include "sandbox/http/parameters.h"

#include <fmt/core.h>

#include <charconv>
#include <cstddef>

namespace decant::sandbox {
namespace {

std::optional<char> decode_hex_pair(std::string_view text) {
  unsigned value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (text.size() != 2 || result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return static_cast<char>(value);
}

// Cuts the part before `separator` off `rest` and returns it.
std::string_view take_until(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return part;
}

std::string decode(std::string_view text, char plus) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      decoded += plus;
    } else if (const auto byte = text[i] == '%' ? decode_hex_pair(text.substr(i + 1, 2)) : std::nullopt) {
      decoded += *byte;
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

}  // namespace

std::string decode_query_text(std::string_view text) { return decode(text, ' '); }
std::string decode_path_text(std::string_view text) { return decode(text, '+'); }

Parameters::Parameters(std::string_view query) {
  while (!query.empty()) {
    std::string_view pair = take_until(query, '&');
    std::string name = decode_query_text(take_until(pair, '='));
    if (!name.empty()) values_.insert_or_assign(std::move(name), decode_query_text(pair));
  }
}

std::optional<std::string> Parameters::text(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

std::optional<std::int64_t> Parameters::integer(std::string_view name, std::int64_t minimum) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  std::int64_t number = 0;
  const char* end = value->data() + value->size();
  const auto result = std::from_chars(value->data(), end, number);
  if (result.ec == std::errc() && result.ptr == end && number >= minimum) return number;
  faults_[std::string(name)] = fmt::format("Expected a whole number of at least {}, got \"{}\"", minimum, *value);
  return std::nullopt;
}

std::optional<LocalTime> Parameters::time(std::string_view name) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  auto moment = parse_local_time(*value);
  if (!moment) {
    faults_[std::string(name)] = fmt::format("Expected YYYY-MM-DD or YYYY-MM-DD HH:MM:SS, got \"{}\"", *value);
  }
  return moment;
}

std::optional<std::size_t> Parameters::choice(std::string_view name, std::span<const std::string_view> allowed) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  std::string words;
  for (std::size_t position = 0; position < allowed.size(); ++position) {
    if (*value == allowed[position]) return position;
    words.append(position == 0 ? "" : ", ").append(allowed[position]);
  }
  faults_[std::string(name)] = fmt::format("Expected one of {}, got \"{}\"", words, *value);
  return std::nullopt;
}

bool Parameters::lists(std::string_view name, std::string_view word) const {
  const auto value = text(name);
  std::string_view rest = value ? std::string_view(*value) : std::string_view();
  while (!rest.empty()) {
    if (take_until(rest, ',') == word) return true;
  }
  return false;
}

}  // namespace decant::sandbox
