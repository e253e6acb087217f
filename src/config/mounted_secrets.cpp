#include "config/mounted_secrets.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <system_error>
#include <utility>

#include "core/file.h"
#include "core/utf8.h"

namespace decant::config {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestSecret = 1U << 20;

/// A name as Kubernetes wants it: lower case, `-` for `_`. Empty if it would lead out of the folder.
std::string mounted_name(std::string_view environment_key) {
  if (environment_key.find_first_of(std::string_view("/\0", 2)) != std::string_view::npos) return {};
  std::string name(environment_key);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return c == '_' ? '-' : static_cast<char>(std::tolower(c)); });
  return name.starts_with('.') ? std::string() : name;
}

/// `echo key > file` ends the line, which belongs to no key; a text of several lines (PEM) keeps its end.
void strip_end_of_single_line(std::string& text) {
  const auto end = text.find_last_not_of("\r\n");
  const auto size = end == std::string::npos ? 0 : end + 1;
  if (text.find('\n') >= size) text.resize(size);
}

}  // namespace

Result<std::optional<Node>> mounted_secret(const fs::path& folder, std::string_view environment_key) {
  const std::string name = mounted_name(environment_key);
  std::error_code ignored;
  if (name.empty() || !fs::is_directory(folder, ignored)) return std::nullopt;
  fs::path path = folder / name;
  if (fs::is_directory(path, ignored)) path /= name;
  if (!fs::is_regular_file(path, ignored)) return std::nullopt;
  Location location = location_of(path.string(), 0);
  if (fs::file_size(path, ignored) > kLargestSecret)
    return fail_at(location, "the mounted secret is larger than 1 MiB");
  auto text = read_file(path);
  if (!text) return fail_at(location, "cannot read the mounted secret: " + text.error().message, text.error().hint);
  if (!is_utf8(*text)) return fail_at(location, "the mounted secret is not UTF-8 text");
  strip_end_of_single_line(*text);
  return Node(std::move(location), std::move(*text));
}

}  // namespace decant::config
