#include "config/document.h"

#include <cctype>
#include <memory>
#include <utility>

#include "config/formats.h"
#include "config/source_text.h"

namespace decant::config {

Result<Format> format_of(const std::filesystem::path& path) {
  std::string suffix = path.extension().string();
  for (char& c : suffix) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (suffix == ".yaml" || suffix == ".yml") return Format::yaml;
  if (suffix == ".toml") return Format::toml;
  if (suffix == ".json") return Format::json;
  auto error = error_at(location_of(path.string(), 0), "the file's format is not known by its suffix",
                        "name it .yaml, .yml, .toml or .json");
  error.details.file = path.string();
  return std::unexpected<Error>(std::move(error));
}

Result<Node> load_document(const std::filesystem::path& path) {
  DECANT_TRY(const Format format, format_of(path));
  DECANT_TRY(const std::string bytes, read_bounded(path));
  auto document = parse_document(bytes, format, path.string());
  if (!document) document.error().details.file = path.string();
  return document;
}

Result<Node> parse_document(std::string_view text, Format format, std::string name) {
  const auto source = std::make_shared<const std::string>(std::move(name));
  DECANT_TRY(const std::string_view clean, checked_text(text, source));
  DECANT_TRY(Node root, format == Format::yaml   ? parse_yaml(clean, source)
                        : format == Format::toml ? parse_toml(clean, source)
                                                 : parse_json(clean, source));
  if (root.is_null()) return fail_at({source, 0}, "the file is empty");
  if (!root.is_mapping())
    return fail_at(root.location(), "the top level must be a mapping, but is " + std::string(to_string(root.kind())));
  return root;
}

}  // namespace decant::config
