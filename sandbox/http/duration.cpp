#include "sandbox/http/duration.h"

#include <algorithm>
#include <charconv>

namespace decant::sandbox {

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  constexpr std::size_t kMostDigits = 6;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || digits > kMostDigits) return std::nullopt;
  int number = 0;
  std::from_chars(text.data(), text.data() + digits, number);
  const std::chrono::milliseconds count(number);
  const std::string_view unit = text.substr(digits);
  if (unit == "ms") return count;
  if (unit == "s") return count * 1000;
  return unit.empty() && number == 0 ? std::optional(count) : std::nullopt;
}

}  // namespace decant::sandbox
