#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "package/log_file.h"
#include "package/manifest.h"
#include "package/package_reader.h"
#include "package/page_payload.h"
#include "package/progress.h"
#include "package/statistics.h"

namespace decant::package {

/// What PackageReader holds: the verified log and where its pages stand.
struct PackageReader::Index {
  /// A decided page: its entry, and its text's chunks as a range of `chunks`.
  struct PagePlace {
    std::uint64_t entry = 0;
    std::uint64_t text_bytes = 0;
    std::uint64_t first_chunk = 0;
    std::uint32_t chunk_count = 0;
  };

  Index(std::filesystem::path folder_path, Manifest read_manifest, ReadLimits read_limits, LogFile log_file)
      : folder(std::move(folder_path)),
        manifest(std::move(read_manifest)),
        limits(read_limits),
        log(std::move(log_file)),
        progress(manifest.resources),
        pages(manifest.resources.size()) {}

  /// Verifies the log and fills the index.
  Result<void> build();

  /// Reads the entry of a page; `content` is scratch.
  Result<void> read_page_entry(const PagePlace& place, std::string& content, PageMeta& meta,
                               PagePayload& payload) const;

  /// Reads chunks one behind the other into `text`, with padding behind; their sum must be `bytes`. `headers`, if
  /// wanted, becomes those of the first.
  Result<void> read_text(const std::uint64_t* offsets, std::size_t count, std::uint64_t bytes, std::string& content,
                         std::string& text, std::string* headers) const;

  std::filesystem::path folder;
  Manifest manifest;
  ReadLimits limits;
  LogFile log;
  LogEnd end;
  Progress progress;
  Statistics statistics;
  std::vector<std::vector<PagePlace>> pages;  ///< by resource
  std::vector<std::uint64_t> chunks;          ///< offsets of the entries of decided texts

 private:
  Result<void> add(std::uint64_t offset, const EntryHeader& header, std::string_view meta);
  Result<void> check_seal(const Seal& seal) const;
};

}  // namespace decant::package
