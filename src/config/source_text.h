#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "config/node.h"

namespace decant::config {

/// The bytes of a configuration file of at most kMaxBytes. Errors of kind `config` name the file: not there, no regular
/// file, too large, not readable.
Result<std::string> read_bounded(const std::filesystem::path& path);

/// The text without byte order mark, once it is known to be UTF-8 without control characters (the parsers would cut or
/// guess otherwise). Errors name the line.
Result<std::string_view> checked_text(std::string_view bytes, const std::shared_ptr<const std::string>& source);

}  // namespace decant::config
