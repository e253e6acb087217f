#include "http/headers.h"

#include <algorithm>
#include <array>

#include "core/ascii.h"

namespace decant::http {

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

const std::string* Headers::find(std::string_view name) const {
  const auto found =
      std::find_if(fields_.rbegin(), fields_.rend(), [&](const Field& field) { return same_name(field.first, name); });
  return found == fields_.rend() ? nullptr : &found->second;
}

void Headers::set(std::string_view name, std::string_view value) {
  const std::string text(value);  // the value may stand in the field that goes
  remove(name);
  fields_.emplace_back(name, text);
}

void Headers::remove(std::string_view name) {
  std::erase_if(fields_, [&](const Field& field) { return same_name(field.first, name); });
}

bool is_sensitive_name(std::string_view header_name) {
  static constexpr std::array<std::string_view, 8> kParts{"authorization", "cookie", "api-key",    "apikey",
                                                          "token",         "secret", "credential", "password"};
  std::string name(header_name);
  std::transform(name.begin(), name.end(), name.begin(), lower);
  return std::any_of(kParts.begin(), kParts.end(),
                     [&](std::string_view part) { return name.find(part) != std::string::npos; });
}

}  // namespace decant::http
