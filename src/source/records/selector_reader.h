#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/reader.h"
#include "json/path.h"
#include "source/records/record_selection.h"

namespace decant::source {

/// A path that stands at `key`. Error (`config`): it is none, with the line.
Result<json::Path> compile_path(const config::Reader& reader, std::string_view key, const std::string& text);

/// The paths at `key`: a text or a list of texts; none if the key is absent.
Result<std::vector<json::Path>> read_paths(config::Reader& reader, std::string_view key);

/// The key `data_selector`; an empty text counts as absent.
Result<SelectorSpec> read_selector(config::Reader& reader);

}  // namespace decant::source
