#include "sandbox/centra/collection.h"

#include <charconv>

namespace decant::sandbox {

std::optional<std::size_t> row_of_number(std::string_view id, std::int64_t first, std::size_t rows) {
  std::int64_t number = 0;
  const auto result = std::from_chars(id.data(), id.data() + id.size(), number);
  if (result.ec != std::errc() || result.ptr != id.data() + id.size() || number < first) return std::nullopt;
  const std::uint64_t row = static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(first);
  return row < rows ? std::optional(static_cast<std::size_t>(row)) : std::nullopt;
}

}  // namespace decant::sandbox
