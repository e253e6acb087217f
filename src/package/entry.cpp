#include "package/entry.h"

#include <algorithm>
#include <concepts>

#include "core/hash.h"
#include "package/manifest.h"

namespace decant::package {

namespace {

constexpr std::string_view kFileMark = "DECANTPL";
constexpr std::size_t kHeaderChecksumOffset = 40;

template <std::unsigned_integral T>
void put(T value, char* out) {
  for (std::size_t i = 0; i < sizeof(T); ++i) out[i] = static_cast<char>(value >> (8 * i) & 0xFF);
}

template <std::unsigned_integral T>
void get(const char* in, T& value) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) bits |= std::uint64_t{static_cast<unsigned char>(in[i])} << (8 * i);
  value = static_cast<T>(bits);
}

}  // namespace

FileHeaderBytes file_header() {
  FileHeaderBytes bytes{};
  std::copy(kFileMark.begin(), kFileMark.end(), bytes.begin());
  put(static_cast<std::uint32_t>(kFormatVersion), bytes.data() + kFileMark.size());
  return bytes;
}

std::uint32_t version_of(const FileHeaderBytes& bytes) {
  std::uint32_t version = 0;
  std::uint32_t reserved = 0;
  get(bytes.data() + 8, version);
  get(bytes.data() + 12, reserved);
  if (std::string_view(bytes.data(), kFileMark.size()) != kFileMark || reserved != 0) return 0;
  return version;
}

EntryHeaderBytes encode(const EntryHeader& header) {
  EntryHeaderBytes bytes{};
  char* const out = bytes.data();
  std::copy(kEntryMark.begin(), kEntryMark.end(), out);
  put(header.kind, out + 4);
  put(header.codec, out + 5);
  put(header.reserved, out + 6);
  put(header.number, out + 8);
  put(header.meta_size, out + 12);
  put(header.payload_size, out + 16);
  put(header.raw_size, out + 20);
  put(header.durable, out + 24);
  put(header.content_checksum, out + 32);
  put(checksum64({out, kHeaderChecksumOffset}), out + kHeaderChecksumOffset);
  return bytes;
}

bool decode(std::string_view bytes, EntryHeader& header) {
  if (bytes.size() < kEntryHeaderSize || !bytes.starts_with(kEntryMark)) return false;
  std::uint64_t checksum = 0;
  get(bytes.data() + kHeaderChecksumOffset, checksum);
  if (checksum != checksum64(bytes.substr(0, kHeaderChecksumOffset))) return false;
  get(bytes.data() + 4, header.kind);
  get(bytes.data() + 5, header.codec);
  get(bytes.data() + 6, header.reserved);
  get(bytes.data() + 8, header.number);
  get(bytes.data() + 12, header.meta_size);
  get(bytes.data() + 16, header.payload_size);
  get(bytes.data() + 20, header.raw_size);
  get(bytes.data() + 24, header.durable);
  get(bytes.data() + 32, header.content_checksum);
  return true;
}

std::uint64_t content_checksum(std::string_view meta, std::string_view payload) {
  return checksum64(payload, checksum64(meta));
}

std::uint64_t next_log_hash(std::uint64_t hash, const EntryHeaderBytes& header) {
  return checksum64({header.data() + kHeaderChecksumOffset, sizeof(std::uint64_t)}, hash);
}

}  // namespace decant::package
