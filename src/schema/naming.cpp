#include "schema/naming.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/hash.h"
#include "schema/characters.h"
#include "schema/naming_rules.h"

namespace decant::schema {

namespace {

constexpr std::string_view kEmptyKey = "_empty";
constexpr std::size_t kMaxS3TablesLength = 255;

using Kind = NamingConvention::Kind;
constexpr std::array<std::string_view, 6> kConventionNames = {"snake_case", "direct",    "sql_cs_v1",
                                                              "sql_ci_v1",  "duck_case", "s3_tables"};

std::size_t limit_of(Kind kind, std::size_t max_length) {
  if (kind != Kind::s3_tables) return max_length;
  return max_length == 0 ? kMaxS3TablesLength : std::min(max_length, kMaxS3TablesLength);
}

}  // namespace

NamingConvention::NamingConvention(Kind kind, std::size_t max_length, bool break_paths)
    : kind_(kind), max_length_(limit_of(kind, max_length)), break_paths_(break_paths) {}

Result<Kind> NamingConvention::find(std::string_view reference) {
  constexpr std::string_view kClass = ".NamingConvention";
  std::string_view name = reference;
  if (name.ends_with(kClass)) name.remove_suffix(kClass.size());
  for (const std::string_view module : {"dlt.common.normalizers.naming.", "dlt.common.normalizers.names."}) {
    if (name.starts_with(module)) name.remove_prefix(module.size());
  }
  const auto* const found = std::find(kConventionNames.begin(), kConventionNames.end(), name);
  if (found != kConventionNames.end()) return static_cast<Kind>(found - kConventionNames.begin());
  return fail(ErrorKind::config, "the naming convention \"" + std::string(reference) + "\" is none of dlt's own",
              "Conventions: snake_case (the default), direct, sql_cs_v1, sql_ci_v1, duck_case, s3_tables. One that is "
              "written in Python cannot be used here.");
}

std::string NamingConvention::apply(std::string_view stripped) const {
  switch (kind_) {
    case Kind::snake_case:
    case Kind::s3_tables: return shorten(to_snake_case(stripped), stripped);
    case Kind::direct: return shorten(to_direct(stripped), stripped);
    case Kind::sql_cs_v1: return shorten(to_sql_identifier(stripped), stripped);
    case Kind::sql_ci_v1: return to_lower(shorten(to_sql_identifier(stripped), stripped));
    case Kind::duck_case: return shorten(to_duck_case(stripped), stripped);
  }
  return {};
}

std::string NamingConvention::identifier(std::string_view name) const {
  const auto stripped = strip(name);
  return stripped.empty() ? std::string() : apply(stripped);
}

std::string NamingConvention::table_identifier(std::string_view name) const {
  std::string normalized = identifier(name);
  if (kind_ == Kind::s3_tables) normalized.erase(0, normalized.find_first_not_of('_'));
  return normalized;
}

template <typename Normalize>
std::string NamingConvention::each_part(std::string_view name, Normalize normalize) const {
  std::string joined;
  for (const auto part : split(name)) {
    const std::string normalized = normalize(part);
    if (strip(normalized).empty()) continue;
    if (!joined.empty()) joined += separator();
    joined += normalized;
  }
  return shorten(std::move(joined), name);
}

std::string NamingConvention::path(std::string_view name) const {
  return each_part(name, [this](std::string_view part) { return identifier(part); });
}

std::string NamingConvention::table_path(std::string_view name) const {
  return each_part(name, [this](std::string_view part) { return table_identifier(part); });
}

std::string NamingConvention::key(std::string_view key) const {
  if (strip(key).empty()) return std::string(kEmptyKey);
  return break_paths_ ? path(key) : identifier(key);
}

std::string NamingConvention::table_key(std::string_view key) const {
  return break_paths_ ? table_path(key) : table_identifier(key);
}

std::string NamingConvention::join(const std::vector<std::string>& parts) const {
  std::string joined;
  for (const auto& part : parts) {
    if (strip(part).empty()) continue;
    if (!joined.empty()) joined += separator();
    joined += part;
  }
  const std::string original = joined;
  return shorten(std::move(joined), original);
}

std::vector<std::string_view> NamingConvention::split(std::string_view path) const {
  std::vector<std::string_view> parts;
  while (true) {
    const auto at = path.find(separator());
    if (const auto part = path.substr(0, at); !strip(part).empty()) parts.push_back(part);
    if (at == std::string_view::npos) return parts;
    path.remove_prefix(at + separator().size());
  }
}

std::string NamingConvention::shorten(std::string name, std::string_view original) const {
  // No text has more characters than bytes.
  if (max_length_ == 0 || name.size() <= max_length_) return name;
  const std::size_t characters = count_characters(name);
  if (characters <= max_length_) return name;
  const std::string tag = identifier_tag(original).substr(0, max_length_);
  const std::size_t keep = max_length_ - tag.size();
  const std::string_view view = name;
  const auto head = view.substr(0, bytes_of_characters(view, keep / 2 + keep % 2));
  const auto tail = view.substr(bytes_of_characters(view, characters - keep / 2));
  return std::string(head).append(tag).append(tail);
}

std::string_view NamingConvention::name() const { return kConventionNames.at(static_cast<std::size_t>(kind_)); }

std::string_view NamingConvention::separator() const { return kind_ == Kind::direct ? "▶" : "__"; }

bool NamingConvention::is_case_sensitive() const {
  return kind_ == Kind::direct || kind_ == Kind::sql_cs_v1 || kind_ == Kind::duck_case;
}

std::string NamingConvention::to_string() const {
  std::string text(name());
  text += is_case_sensitive() ? "_cs" : "_ci";
  if (max_length_ > 0) text += "_" + std::to_string(max_length_);
  return text;
}

}  // namespace decant::schema
