#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.h"
#include "schema/provenance.h"

namespace decant::destination {

/// Where the columns of a dataset of files came from (docs/formats/provenance.md): in the folder `_decant_columns` one
/// file for each schema, a row a line.
class ProvenanceFile {
 public:
  ProvenanceFile(const std::filesystem::path& dataset, std::string_view schema);

  /// Path below the dataset.
  [[nodiscard]] const std::string& path() const { return path_; }

  [[nodiscard]] bool exists() const;
  /// What the file says; a missing one says nothing.
  [[nodiscard]] Result<schema::Provenance> read() const;
  /// The content of the file.
  [[nodiscard]] std::string text_of(const schema::Provenance& provenance) const;

 private:
  std::string schema_;
  std::string path_;
  std::filesystem::path file_;
};

}  // namespace decant::destination
