#pragma once

#include <cstddef>
#include <string>
#include <type_traits>

namespace decant::destination {

/// Appends an integer, its highest byte first, as PostgreSQL's binary formats have it.
template <typename Integer>
void append_big_endian(Integer value, std::string& out) {
  auto bits = static_cast<std::make_unsigned_t<Integer>>(value);
  char bytes[sizeof(Integer)];
  for (std::size_t i = sizeof(Integer); i-- > 0;) {
    bytes[i] = static_cast<char>(bits & 0xFF);
    if constexpr (sizeof(Integer) > 1) bits = static_cast<std::make_unsigned_t<Integer>>(bits >> 8);
  }
  out.append(bytes, sizeof(Integer));
}

}  // namespace decant::destination
