#include "source/records/selector_reader.h"

#include <utility>

namespace decant::source {

Result<json::Path> compile_path(const config::Reader& reader, std::string_view key, const std::string& text) {
  auto path = json::Path::compile(text);
  if (path) return path;
  const config::Node* node = reader.node().find(key);
  return config::fail_at(node == nullptr ? reader.node().location() : node->location(),
                         "`" + reader.path_of(key) + "`: " + path.error().message, path.error().hint);
}

Result<std::vector<json::Path>> read_paths(config::Reader& reader, std::string_view key) {
  std::vector<json::Path> paths;
  DECANT_TRY(const auto texts, reader.optional_texts(key));
  if (!texts) return paths;
  for (const auto& text : *texts) {
    DECANT_TRY(json::Path path, compile_path(reader, key, text));
    paths.push_back(std::move(path));
  }
  return paths;
}

Result<SelectorSpec> read_selector(config::Reader& reader) {
  SelectorSpec selector;
  const auto given = reader.optional_any("data_selector");
  const bool is_empty = given && given->node.is_text() && given->node.as_text().empty();
  if (!is_empty) {
    DECANT_TRY(selector.paths, read_paths(reader, "data_selector"));
  }
  selector.location = given ? given->node.location() : reader.node().location();
  return selector;
}

}  // namespace decant::source
