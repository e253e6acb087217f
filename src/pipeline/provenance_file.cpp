#include "pipeline/provenance_file.h"

#include "json/write.h"
#include "pipeline/json_file.h"

namespace decant::pipeline {

Result<std::optional<schema::Provenance>> read_provenance_file(const std::filesystem::path& path) {
  return read_json_file<schema::Provenance>(path, &schema::Provenance::from_json);
}

Result<void> forget_provenance(const std::filesystem::path& path, std::span<const std::string> tables,
                               FileBatch& files) {
  auto known = read_provenance_file(path);
  if (!known || !*known) return {};
  (*known)->forget(tables);
  return write_provenance_file(path, **known, files);
}

Result<void> write_provenance_file(const std::filesystem::path& path, const schema::Provenance& provenance,
                                   FileBatch& files) {
  return files.add(path, json::write(provenance.to_json()) + "\n");
}

}  // namespace decant::pipeline
