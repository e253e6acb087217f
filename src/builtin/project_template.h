#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace decant::builtin {

/// A file of a new project.
struct TemplateFile {
  std::string path;  ///< below the project's folder
  std::string text;
  bool is_secret = false;  ///< for its owner's eyes only
};

/// The files that a pipeline from `source` (`centra`, `rest_api`, `filesystem`) to `destination` (`duckdb`, `postgres`,
/// `filesystem`) begins with: the pipeline file first, then settings and secrets with `<configure me>` where something
/// is to be filled in, then `.gitignore`. Error (`usage`): there is no such source or destination.
Result<std::vector<TemplateFile>> project_template(std::string_view source, std::string_view destination);

}  // namespace decant::builtin
