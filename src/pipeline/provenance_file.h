#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "core/file_batch.h"
#include "core/result.h"
#include "schema/provenance.h"

namespace decant::pipeline {

/// Name of the file in a package's folder that says where the columns of its load came from.
inline constexpr const char* kProvenanceFile = "provenance.json";

/// A file of docs/formats/provenance.md, or nothing if it is not there. Error: it is damaged, or of a newer version.
Result<std::optional<schema::Provenance>> read_provenance_file(const std::filesystem::path& path);

/// Takes away what such a file says of tables that were dropped; one that is not there, or damaged, stays so.
Result<void> forget_provenance(const std::filesystem::path& path, std::span<const std::string> tables,
                               FileBatch& files);

/// Adds the file as it is to be.
Result<void> write_provenance_file(const std::filesystem::path& path, const schema::Provenance& provenance,
                                   FileBatch& files);

}  // namespace decant::pipeline
