#include "source/records/key_path.h"

namespace decant::source {

json::Path key_path(const std::vector<std::string>& keys) {
  std::string path = "$";
  for (const auto& key : keys) {
    path += "['";
    for (const char c : key) {
      if (c == '\'' || c == '\\') path += '\\';
      path += c;
    }
    path += "']";
  }
  auto compiled = json::Path::compile(path);
  DECANT_CHECK(compiled.has_value());
  return std::move(*compiled);
}

}  // namespace decant::source
