#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace decant::schema {

/// How names of data become identifiers (dlt-normalize-load §2). A value; snake_case is the only convention so far.
class NamingConvention {
 public:
  /// dlt's default: lower case words joined by `_`, path separator `__`. `max_length` in code points; 0: no limit.
  static NamingConvention snake_case(std::size_t max_length) { return NamingConvention(max_length); }

  /// One name as one identifier; `__` in it collapses. Blank names become `_empty`.
  [[nodiscard]] std::string identifier(std::string_view name) const;

  /// A key or table name that may hold path separators: each part is normalized, blank parts vanish.
  [[nodiscard]] std::string path(std::string_view name) const;

  /// Joins parts that are normalized already (nested columns, child tables, variants) and shortens the whole.
  [[nodiscard]] std::string join(const std::vector<std::string>& parts) const;

  /// Cuts a name to the limit: its middle gives way to a tag of `original`.
  [[nodiscard]] std::string shorten(std::string name, std::string_view original) const;

  [[nodiscard]] std::size_t max_length() const { return max_length_; }

  static constexpr std::string_view kSeparator = "__";

 private:
  explicit NamingConvention(std::size_t max_length) : max_length_(max_length) {}
  std::size_t max_length_;
};

}  // namespace decant::schema
