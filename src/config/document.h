#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "config/node.h"

namespace decant::config {

enum class Format : std::uint8_t { yaml, toml, json };

/// Bounds for documents, which may come from anyone: what is beyond is an error of kind `config`. (A hostile YAML text
/// takes some 250 times its size in memory while it is scanned.)
inline constexpr std::size_t kMaxBytes = std::size_t{1} << 20;  ///< of one file
inline constexpr std::size_t kMaxNodes = 250'000;               ///< values after YAML's aliases are resolved
inline constexpr int kMaxDepth = 100;

/// The format by suffix: .yaml .yml .toml .json, in any case. Error: another suffix.
Result<Format> format_of(const std::filesystem::path& path);

/// Reads a document whose top level is a mapping. All errors are of kind `config` and name the file, and the line where
/// there is one: not there, not readable, too large, not UTF-8, malformed, a key that stands twice (both lines).
Result<Node> load_document(const std::filesystem::path& path);

/// The same for text that is there already; `name` stands for the file in errors and locations.
Result<Node> parse_document(std::string_view text, Format format, std::string name);

}  // namespace decant::config
