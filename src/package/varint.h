#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace decant::package {

/// Appends an unsigned integer as LEB128: seven bits a byte, lowest first.
void append_varint(std::uint64_t value, std::string& out);

/// Appends the length as varint, then the bytes.
void append_text(std::string_view text, std::string& out);

/// A signed difference as an unsigned number that is small if the difference is.
constexpr std::uint64_t zigzag(std::int64_t value) {
  return static_cast<std::uint64_t>(value) << 1 ^ (value < 0 ? ~std::uint64_t{0} : 0);
}
constexpr std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1 ^ ((value & 1) != 0 ? ~std::uint64_t{0} : 0));
}

/// Reads what was appended that way. Each function returns false, and reads nothing more, at the end of the bytes or if
/// they are malformed.
class VarintReader {
 public:
  explicit VarintReader(std::string_view bytes) : rest_(bytes) {}

  bool read_varint(std::uint64_t& value);
  bool read_byte(std::uint8_t& value);
  /// A view into the bytes.
  bool read_text(std::string_view& text);

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace decant::package
