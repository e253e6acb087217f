#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "config/node.h"

namespace decant::config {

/// The parsers behind parse_document. `text` is checked UTF-8 (see checked_text); `source` names it in locations.
/// Errors are of kind `config` and name the line. The top level may be of any kind; an empty YAML text is null.
Result<Node> parse_yaml(std::string_view text, const std::shared_ptr<const std::string>& source);
Result<Node> parse_toml(std::string_view text, const std::shared_ptr<const std::string>& source);
Result<Node> parse_json(std::string_view text, const std::shared_ptr<const std::string>& source);

}  // namespace decant::config
