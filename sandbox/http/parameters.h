#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sandbox/data/local_time.h"

namespace decant::sandbox {

/// The query parameters of one request. An endpoint reads those it knows; what cannot be read is noted as a fault and
/// taken as absent. As in PHP the last of equal names wins, unknown names are ignored and an empty value is no value.
class Parameters {
 public:
  explicit Parameters(std::string_view query);

  std::optional<std::string> text(std::string_view name) const;
  /// A whole number that is at least `minimum`.
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t minimum);
  /// `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`.
  std::optional<LocalTime> time(std::string_view name);
  /// The position among the words that are allowed.
  std::optional<std::size_t> choice(std::string_view name, std::span<const std::string_view> allowed);
  /// Whether the comma-separated value of `name` holds `word`.
  bool lists(std::string_view name, std::string_view word) const;

  /// Parameter name -> what is wrong with it.
  const std::map<std::string, std::string>& faults() const { return faults_; }

 private:
  std::map<std::string, std::string, std::less<>> values_;
  std::map<std::string, std::string> faults_;
};

/// Undoes percent-encoding; `+` becomes a space.
std::string decode_query_text(std::string_view text);

/// Undoes percent-encoding; `+` is a plus.
std::string decode_path_text(std::string_view text);

}  // namespace decant::sandbox
