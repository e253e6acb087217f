#include "http/query.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/percent.h"
#include "http/headers.h"
#include "http/url.h"

namespace decant::http {

namespace {

std::string decode_component(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return percent_decode(spaced);
}

bool is_secret_parameter(std::string_view name) {
  static constexpr std::array<std::string_view, 14> kNames{
      "api_key", "token",    "key", "access_token",  "apikey",        "api-key", "access-token",
      "secret",  "password", "pwd", "client_secret", "refresh_token", "sig",     "signature"};
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view known) { return same_name(known, name); });
}

}  // namespace

std::string encode_component(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x80 && std::isalnum(byte) != 0) || c == '-' || c == '.' || c == '_' || c == '~') {
      result += c;
    } else if (c == ' ') {
      result += '+';
    } else {
      result += '%';
      result += "0123456789ABCDEF"[byte >> 4];
      result += "0123456789ABCDEF"[byte & 15];
    }
  }
  return result;
}

std::string encode_query(const Parameters& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    if (!query.empty()) query += '&';
    query += encode_component(name) + "=" + encode_component(value);
  }
  return query;
}

Parameters decode_query(std::string_view query) {
  Parameters parameters;
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto value = equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    parameters.emplace_back(decode_component(pair.substr(0, equals)), decode_component(value));
  }
  return parameters;
}

std::string append_parameters(std::string_view text, const Parameters& parameters) {
  if (parameters.empty()) return std::string(text);
  Url url = Url::parse(text);
  if (url.has_query && !url.query.empty() && !url.query.ends_with('&')) url.query += '&';
  url.query += encode_query(parameters);
  url.has_query = true;
  return url.text();
}

Parameters merge_parameters(Parameters parameters, const Parameters& over) {
  Parameters merged;
  const auto has = [](const Parameters& list, const std::string& name) {
    return std::any_of(list.begin(), list.end(), [&](const auto& entry) { return entry.first == name; });
  };
  const auto append_all = [&](const std::string& name) {
    for (const auto& entry : over) {
      if (entry.first == name) merged.push_back(entry);
    }
  };
  for (auto& entry : parameters) {
    if (!has(over, entry.first)) {
      merged.push_back(std::move(entry));
    } else if (!has(merged, entry.first)) {
      append_all(entry.first);
    }
  }
  for (const auto& entry : over) {
    if (!has(merged, entry.first)) append_all(entry.first);
  }
  return merged;
}

std::string redact_query(std::string_view query) {
  Parameters parameters = decode_query(query);
  bool changed = false;
  for (auto& [name, value] : parameters) {
    if (is_secret_parameter(name)) {
      value = "***";
      changed = true;
    }
  }
  if (!changed) return std::string(query);
  std::string text = encode_query(parameters);
  for (auto at = text.find("%2A%2A%2A"); at != std::string::npos; at = text.find("%2A%2A%2A", at))
    text.replace(at, 9, "***");
  return text;
}

}  // namespace decant::http
