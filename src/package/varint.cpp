#include "package/varint.h"

namespace decant::package {

void append_varint(std::uint64_t value, std::string& out) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>((value & 0x7F) | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

void append_text(std::string_view text, std::string& out) {
  append_varint(text.size(), out);
  out.append(text);
}

bool VarintReader::read_varint(std::uint64_t& value) {
  value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    std::uint8_t byte = 0;
    if (!read_byte(byte)) return false;
    const std::uint64_t bits = byte & 0x7FU;
    if (shift == 63 && bits > 1) return false;
    value |= bits << shift;
    if ((byte & 0x80U) == 0) return true;
  }
  return false;
}

bool VarintReader::read_byte(std::uint8_t& value) {
  if (rest_.empty()) return false;
  value = static_cast<std::uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  return true;
}

bool VarintReader::read_text(std::string_view& text) {
  std::uint64_t size = 0;
  if (!read_varint(size) || size > rest_.size()) return false;
  text = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return true;
}

}  // namespace decant::package
