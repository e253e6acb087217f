#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "core/file.h"
#include "core/result.h"
#include "json/value.h"

namespace decant::pipeline {

/// What `read` makes of the JSON document in a file, or nothing if the file is not there. Errors name the file.
template <typename T>
Result<std::optional<T>> read_json_file(const std::filesystem::path& path, Result<T> (*read)(const json::Value&)) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::optional<T>();
  const auto locate = [&](Error found) {
    found.details.file = path.string();
    return fail(std::move(found).within("reading " + path.string()));
  };
  DECANT_TRY(const std::string text, read_file(path));
  const auto document = json::parse_value(text);
  if (!document) return locate(document.error());
  auto made = read(*document);
  if (!made) return locate(std::move(made).error());
  return std::optional<T>(std::move(*made));
}

}  // namespace decant::pipeline
