#include "destination/shown_value.h"

#include <cstddef>

namespace decant::destination {

std::string shown_value(std::string value) {
  constexpr std::size_t kMostBytes = 64;
  if (value.size() <= kMostBytes) return value;
  value.resize(kMostBytes);
  return value + "…";
}

}  // namespace decant::destination
