#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/cancel.h"
#include "source/file/file_reader.h"
#include "source/file/table_reader.h"
#include "source/incremental/incremental_cursor.h"
#include "source/records/record_flow.h"
#include "source/source.h"

namespace decant::source::file {

/// The files of one resource during one run, read one after the other. Each part of a file is a page.
class ResourceFiles {
 public:
  /// All must outlive the object. Errors: those of RecordFlow::prepare and IncrementalCursor::bind.
  static Result<ResourceFiles> prepare(const FileResourceSpec& spec, PageSink& sink, const CancelToken& cancel);

  /// Reads what the sink does not have yet. Errors: `io`, `source_data`, `cancelled`.
  Result<void> run();

 private:
  /// Where an interrupted run stopped.
  struct Place {
    FileEntry file;  ///< without path
    std::uint64_t position = 0;
  };

  ResourceFiles(const FileResourceSpec& spec, PageSink& sink, const CancelToken& cancel, RecordFlow flow)
      : spec_(&spec), sink_(&sink), cancel_(&cancel), flow_(std::move(flow)) {}

  Result<std::optional<Place>> stopped_at();
  Result<void> go_on(const std::vector<FileEntry>& files, const Place& place);
  Result<bool> is_new(const FileEntry& file);
  Result<void> read(const FileEntry& file, std::uint64_t position);
  Result<std::unique_ptr<FileReader>> open(const FileEntry& file, FileFormat format, std::uint64_t position);
  Result<std::vector<json::Node>> records_of(const FilePart& part, FileFormat format) const;
  Result<void> emit(FilePart& part, const std::vector<json::Node>& records, json::Value cursor);

  const FileResourceSpec* spec_;
  PageSink* sink_;
  const CancelToken* cancel_;
  RecordFlow flow_;
  std::optional<IncrementalCursor> modification_;  ///< if `incremental` is about files
  std::optional<json::Document> item_;             ///< the file that this cursor judged last
  std::optional<TableEngine> engine_;              ///< once a table was read
  std::uint64_t page_ = 0;                         ///< the next one
};

}  // namespace decant::source::file
