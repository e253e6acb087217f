#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace decant::http {

/// Whether two header names are the same (ASCII case does not count).
bool same_name(std::string_view a, std::string_view b);

/// Header fields in order, as sent or received. Names are compared without case.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  Headers() = default;
  Headers(std::initializer_list<Field> fields) : fields_(fields) {}

  /// The last value of that name; null if there is none. Valid until the next change.
  [[nodiscard]] const std::string* find(std::string_view name) const;

  /// Replaces every field of that name by this one.
  void set(std::string_view name, std::string_view value);
  /// Adds a field beside others of that name.
  void add(std::string_view name, std::string_view value) { fields_.emplace_back(name, value); }
  void remove(std::string_view name);
  void clear() { fields_.clear(); }

  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

/// Whether a header of this name usually carries a credential (Authorization, Cookie, X-Api-Key …).
bool is_sensitive_name(std::string_view header_name);

}  // namespace decant::http
