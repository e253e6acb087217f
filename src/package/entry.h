#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace decant::package {

// The layout of pages.log: docs/formats/page-log.md.

inline constexpr std::size_t kFileHeaderSize = 16;
inline constexpr std::size_t kEntryHeaderSize = 48;
inline constexpr std::string_view kEntryMark = "\xF5PLE";
inline constexpr std::uint32_t kMaxMetaBytes = std::uint32_t{1} << 20;
inline constexpr std::uint32_t kMaxPayloadBytes = std::uint32_t{64} << 20;

enum class EntryKind : std::uint8_t { body = 1, page = 2 };
enum class Codec : std::uint8_t { none = 0, zstd = 1 };

/// The fixed part of an entry, without mark and header checksum.
struct EntryHeader {
  std::uint8_t kind = 0;   ///< an EntryKind, if the writer knew no more of them
  std::uint8_t codec = 0;  ///< a Codec, likewise
  std::uint16_t reserved = 0;
  std::uint32_t number = 0;
  std::uint32_t meta_size = 0;
  std::uint32_t payload_size = 0;
  std::uint32_t raw_size = 0;
  std::uint64_t durable = 0;
  std::uint64_t content_checksum = 0;

  [[nodiscard]] std::size_t content_size() const { return std::size_t{meta_size} + payload_size; }
};

using FileHeaderBytes = std::array<char, kFileHeaderSize>;
using EntryHeaderBytes = std::array<char, kEntryHeaderSize>;

FileHeaderBytes file_header();

/// The version that a file header states; 0 if it is no header of a page log.
std::uint32_t version_of(const FileHeaderBytes& bytes);

/// The header with mark and checksum.
EntryHeaderBytes encode(const EntryHeader& header);

/// Reads a header; false if mark or checksum are wrong.
bool decode(std::string_view bytes, EntryHeader& header);

std::uint64_t content_checksum(std::string_view meta, std::string_view payload);

/// The log hash after an entry with this header.
std::uint64_t next_log_hash(std::uint64_t hash, const EntryHeaderBytes& header);

/// An entry that is ready to be written, but for its place in the file.
struct Entry {
  EntryKind kind = EntryKind::body;
  Codec codec = Codec::none;
  std::uint32_t raw_size = 0;
  std::uint64_t checksum = 0;  ///< of meta and payload
  std::string meta;
  std::string payload;
};

}  // namespace decant::package
