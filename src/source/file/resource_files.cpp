#include "source/file/resource_files.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/time.h"
#include "json/write.h"

namespace decant::source::file {

namespace {

json::Value cursor_of(const FileEntry& file, std::uint64_t position) {
  json::Value cursor = json::Value::object();
  cursor["file"] = file.relative;
  cursor["modified"] = file.modified;
  cursor["size"] = static_cast<std::int64_t>(file.size);
  cursor["position"] = static_cast<std::int64_t>(position);
  return cursor;
}

/// A file as dlt's incremental sees it: the URL is what its hashes are made of.
json::Value item_of(const FileEntry& file) {
  json::Value item = json::Value::object();
  item["file_name"] = file.path.filename().string();
  item["relative_path"] = file.relative;
  item["file_url"] = "file://" + file.path.string();
  item["modification_date"] = to_iso8601(file.modified);
  item["size_in_bytes"] = static_cast<std::int64_t>(file.size);
  return item;
}

std::unexpected<Error> changed(const std::string& file) {
  return fail(ErrorKind::source_data, "the file " + file + " changed, or went, while it was being loaded",
              "`decant pipeline NAME drop-pending-packages` forgets what was read; the next run begins anew.");
}

}  // namespace

Result<ResourceFiles> ResourceFiles::prepare(const FileResourceSpec& spec, PageSink& sink, const CancelToken& cancel) {
  DECANT_TRY(const ResourceState* state, sink.resource_state(spec.hints.name));
  const IncrementalSpec* incremental = spec.incremental ? &*spec.incremental : nullptr;
  const bool of_records = incremental != nullptr && !spec.by_modification();
  const RecordRules rules{
      .steps = spec.steps, .incremental = of_records ? incremental : nullptr, .excluded = spec.excluded};
  DECANT_TRY(RecordFlow flow, RecordFlow::prepare(spec.hints.name, rules, *state));
  ResourceFiles files(spec, sink, cancel, std::move(flow));
  if (spec.by_modification()) {
    DECANT_TRY(files.modification_, IncrementalCursor::bind(*incremental, spec.hints.name, *state));
  }
  return files;
}

Result<void> ResourceFiles::run() {
  DECANT_TRY(const std::vector<FileEntry> files, list_files(spec_->folder, spec_->glob));
  if (files.empty())
    sink_->doubt(spec_->hints.name, "no file below " + spec_->folder.string() + " fits `" + spec_->glob + "`");
  DECANT_TRY(const auto place, stopped_at());
  if (place) DECANT_TRY(go_on(files, *place));
  for (const auto& file : files) {
    if (place && !comes_before(place->file, file)) continue;
    DECANT_TRY(const bool wanted, is_new(file));
    if (wanted) DECANT_TRY(read(file, 0));
    if (flow_.stops_paging()) break;
  }
  if (!place) note_unmatched(flow_, spec_->hints.name, *sink_);
  return {};
}

/// Nothing if the resource was not begun.
Result<std::optional<ResourceFiles::Place>> ResourceFiles::stopped_at() {
  DECANT_TRY(const ResumePoint point, sink_->resume_point(spec_->hints.name, ""));
  page_ = point.next_page;
  if (page_ == 0) return std::nullopt;
  Place place{.file = {.path = {},
                       .relative = point.cursor.text_or("file", ""),
                       .modified = point.cursor.integer_or("modified", 0),
                       .size = static_cast<std::uint64_t>(point.cursor.integer_or("size", 0))},
              .position = static_cast<std::uint64_t>(point.cursor.integer_or("position", 0))};
  if (place.file.relative.empty()) return fail(ErrorKind::package, "the paging cursor is damaged");
  return place;
}

/// Reads the rest of the file that an interrupted run was at.
Result<void> ResourceFiles::go_on(const std::vector<FileEntry>& files, const Place& place) {
  const auto found = std::find_if(files.begin(), files.end(), [&](const FileEntry& file) {
    return file.relative == place.file.relative && file.modified == place.file.modified && file.size == place.file.size;
  });
  if (found == files.end()) return changed(place.file.relative);
  return read(*found, place.position);
}

Result<bool> ResourceFiles::is_new(const FileEntry& file) {
  if (!modification_) return true;
  json::Parser parser;
  DECANT_TRY(item_, parser.parse(json::write(item_of(file))));
  return modification_->judge(CursorView::of_timestamp(file.modified), item_->root());
}

Result<void> ResourceFiles::read(const FileEntry& file, std::uint64_t position) {
  DECANT_TRY(const FileFormat format, spec_->format ? *spec_->format : format_of(file));
  DECANT_TRY(const auto reader, open(file, format, position));
  FilePart part;
  bool is_empty = position == 0;
  while (true) {
    DECANT_TRY(const bool more, reader->next(part, *cancel_));
    if (!more) break;
    is_empty = false;
    auto records = records_of(part, format);
    if (!records) return fail(std::move(records).error().within("reading " + file.path.string()));
    DECANT_TRY(emit(part, *records, cursor_of(file, reader->position())));
  }
  sink_->count_bytes(spec_->hints.name, file.size);
  // The page of a file without records says that it was looked at.
  if (!is_empty || !modification_) return {};
  part.text = "[]";
  return emit(part, {}, cursor_of(file, 0));
}

Result<std::unique_ptr<FileReader>> ResourceFiles::open(const FileEntry& file, FileFormat format,
                                                        std::uint64_t position) {
  if (format == FileFormat::json) return open_document(file, position);
  if (format == FileFormat::jsonl) return open_lines(file, position, *cancel_);
  if (!engine_) {
    DECANT_TRY(engine_, TableEngine::open(spec_->folder));
  }
  return engine_->read(file, format, spec_->csv, position, *cancel_);
}

/// A document is looked through with the selector; a part of any other file is a list of records.
Result<std::vector<json::Node>> ResourceFiles::records_of(const FilePart& part, FileFormat format) const {
  const json::Node root = part.document.root();
  if (format == FileFormat::json) {
    DECANT_TRY(Selection selection, select_records(root, spec_->selector));
    if (!selection.found) return fail(missing_selector_error(root, spec_->selector));
    return std::move(selection.records);
  }
  std::vector<json::Node> records;
  for (const auto record : root.items()) records.push_back(record);
  return records;
}

Result<void> ResourceFiles::emit(FilePart& part, const std::vector<json::Node>& records, json::Value cursor) {
  Page page;
  page.address = {.resource = spec_->hints.name, .sequence = {}, .page = page_++};
  page.cursor = std::move(cursor);
  if (!flow_.excludes()) DECANT_TRY(sink_->body(page.address, {part.text, json::Value::object()}));
  DECANT_TRY(const EmittedRecords emitted, flow_.take(records, page.constants, *cancel_));
  if (flow_.excludes()) {
    DECANT_TRY(const EmittedRecords stored, flow_.stored(emitted));
    set_records(stored, page);
  } else {
    set_records(emitted, page);
  }
  DECANT_TRY(flow_.end_page(page));
  if (modification_) DECANT_TRY(modification_->end_page(page));
  if (!page.records.empty() && !page.rewritten) {
    part.document.own(std::move(part.text));
    page.document = std::move(part.document);
  }
  return sink_->page(std::move(page));
}

}  // namespace decant::source::file
