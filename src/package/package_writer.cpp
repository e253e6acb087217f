#include "package/package_writer.h"

#include <algorithm>
#include <mutex>
#include <optional>

#include "core/fault.h"
#include "core/file_batch.h"
#include "json/write.h"
#include "package/compression.h"
#include "package/entry_meta.h"
#include "package/log_appender.h"
#include "package/package_index.h"
#include "package/page_payload.h"
#include "package/progress.h"

namespace decant::package {

namespace {

/// Progress judges files; here the same rules judge the caller.
template <typename T>
Result<T> as_bug(Result<T> outcome) {
  if (!outcome) outcome.error().kind = ErrorKind::internal;
  return outcome;
}

/// Checks indexes and spans among themselves; `end` becomes the farthest byte that is used.
Result<void> check_spans(const state::Page& page, std::uint64_t& end) {
  end = 0;
  std::uint64_t next_index = 0;
  for (const auto& span : page.records) {
    if (span.index < next_index || span.end < span.begin)
      return fail(ErrorKind::internal, "the records of a page of " + page.address.resource + " are out of order");
    next_index = std::uint64_t{span.index} + 1;
    end = std::max<std::uint64_t>(end, span.end);
  }
  return {};
}

SyncRule sync_rule(const WriterOptions& options) { return {options.sync_bytes, options.sync_interval}; }

}  // namespace

struct PackageWriter::State {
  State(std::filesystem::path folder_path, Manifest begun, const WriterOptions& writer_options, Progress begun_progress,
        std::unique_ptr<LogAppender> log_appender)
      : folder(std::move(folder_path)),
        manifest(std::move(begun)),
        options(writer_options),
        log(std::move(log_appender)),
        progress(std::move(begun_progress)) {}

  /// Records a text chunk by chunk.
  Result<void> write_text(const state::PageAddress& address, TextForm form, std::string headers, std::string_view text);
  /// What the spans of a page lie in.
  [[nodiscard]] TextForm form_of(const state::Page& page) const;
  /// Takes a page into the progress if it fits.
  Result<void> admit(const PageMeta& meta, std::uint64_t spans_end);

  const std::filesystem::path folder;
  Manifest manifest;
  const WriterOptions options;
  const std::unique_ptr<LogAppender> log;
  Compressor compressor;
  FileBatch beginning;       ///< what settle() commits
  mutable std::mutex mutex;  ///< of progress; taken within the log's own
  Progress progress;
};

PackageWriter::PackageWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
PackageWriter::~PackageWriter() = default;

Result<std::unique_ptr<PackageWriter>> PackageWriter::create(const std::filesystem::path& folder, Manifest manifest,
                                                             const WriterOptions& options, FileBatch before) {
  manifest.state = PackageState::extracting;
  manifest.seal.reset();
  // A manifest that could not be read back would make all that follows worthless.
  DECANT_TRY(as_bug(Manifest::from_json(manifest.to_json())));
  FileBatch beginning = std::move(before);
  DECANT_TRY(beginning.add_folder(folder));
  DECANT_TRY(auto log, LogAppender::create(folder / kLogFile, sync_rule(options)));
  DECANT_TRY(beginning.place(folder / kManifestFile, manifest_text(manifest)));
  DECANT_FAULT_POINT("package.created");
  Progress progress(manifest.resources);
  auto state = std::make_unique<State>(folder, std::move(manifest), options, std::move(progress), std::move(log));
  state->beginning = std::move(beginning);
  return std::unique_ptr<PackageWriter>(new PackageWriter(std::move(state)));
}

Result<std::unique_ptr<PackageWriter>> PackageWriter::resume(const PackageReader& recorded,
                                                             const WriterOptions& options, FileBatch before) {
  const auto& index = *recorded.index_;
  if (index.manifest.state != PackageState::extracting)
    return fail(ErrorKind::internal, "package " + index.manifest.load_id + " is complete and takes no more pages");
  DECANT_TRY(auto log, LogAppender::resume(index.log.path(), index.end, sync_rule(options)));
  auto state = std::make_unique<State>(index.folder, index.manifest, options, index.progress, std::move(log));
  state->beginning = std::move(before);
  // The run that began it may not have come to that.
  state->beginning.cover(index.folder.parent_path());
  DECANT_TRY(state->beginning.add(index.folder / kManifestFile, manifest_text(index.manifest)));
  return std::unique_ptr<PackageWriter>(new PackageWriter(std::move(state)));
}

Result<void> PackageWriter::State::write_text(const state::PageAddress& address, TextForm form, std::string headers,
                                              std::string_view text) {
  if (text.size() > kMaxTextBytes)
    return fail(ErrorKind::source_data,
                "a page of " + address.resource + " has " + std::to_string(text.size()) + " bytes; at most " +
                    std::to_string(kMaxTextBytes) + " can be recorded",
                "ask for smaller pages");
  BodyMeta meta{.address = address, .chunk = 0, .last_chunk = false, .form = form, .headers = std::move(headers)};
  const std::size_t step = std::clamp<std::size_t>(options.chunk_bytes, 1, kMaxPayloadBytes);
  for (std::size_t begin = 0; begin == 0 || begin < text.size(); begin += step, ++meta.chunk) {
    const auto chunk = text.substr(begin, step);
    meta.last_chunk = begin + chunk.size() == text.size();
    DECANT_TRY(const Entry entry, compressor.make_entry(EntryKind::body, encode(meta), chunk, options.level));
    DECANT_TRY(log->append(entry, [&](std::uint64_t offset) {
      const std::lock_guard lock(mutex);
      return as_bug(progress.add_chunk(meta, chunk.size(), offset));
    }));
    meta.headers.clear();
  }
  return {};
}

Result<void> PackageWriter::body(const state::PageAddress& address, const state::BodyView& body) {
  DECANT_TRY(state_->write_text(address, TextForm::json, json::write(body.headers), body.bytes));
  DECANT_FAULT_POINT("package.body_written");
  return {};
}

TextForm PackageWriter::State::form_of(const state::Page& page) const {
  if (page.rewritten) return TextForm::rewritten;
  const std::lock_guard lock(mutex);
  return progress.find_text(page.address, TextForm::json) == nullptr ? TextForm::none : TextForm::json;
}

Result<void> PackageWriter::State::admit(const PageMeta& meta, std::uint64_t spans_end) {
  const std::lock_guard lock(mutex);
  const StoredText* text = progress.find_text(meta.address, meta.form);
  if (spans_end > (text == nullptr ? 0 : text->bytes) || (text == nullptr && meta.records > 0))
    return fail(ErrorKind::internal, "a record of a page of " + meta.address.resource + " lies outside its text");
  DECANT_TRY(as_bug(progress.add_page(meta)));
  return {};
}

Result<void> PackageWriter::page(const state::Page& page) {
  std::uint64_t spans_end = 0;
  DECANT_TRY(check_spans(page, spans_end));
  if (page.rewritten) DECANT_TRY(state_->write_text(page.address, TextForm::rewritten, {}, *page.rewritten));
  const PageMeta meta{
      .address = page.address, .records = page.records.size(), .last = page.last, .form = state_->form_of(page)};
  DECANT_TRY(const Entry entry,
             state_->compressor.make_entry(EntryKind::page, encode(meta), encode_payload(page), state_->options.level));
  DECANT_TRY(state_->log->append(entry, [&](std::uint64_t) { return state_->admit(meta, spans_end); }));
  DECANT_FAULT_POINT("package.page_written");
  return {};
}

Result<void> PackageWriter::settle() {
  DECANT_TRY(state_->beginning.commit());
  DECANT_FAULT_POINT("package.settled");
  return {};
}

Result<void> PackageWriter::sync() {
  DECANT_TRY(settle());
  return state_->log->sync();
}

Result<void> PackageWriter::seal(json::Value state, std::vector<BoundarySeal> boundaries, FileBatch beside) {
  DECANT_TRY(settle());
  DECANT_TRY(const LogEnd end, state_->log->finish());
  Seal seal{.log_bytes = end.bytes,
            .entries = end.entries,
            .log_hash = end.hash,
            .resources = {},
            .state = std::move(state),
            .boundaries = std::move(boundaries)};
  for (const auto& resource : statistics().resources)
    seal.resources.push_back({.resource = resource.resource, .pages = resource.pages, .records = resource.records});
  Manifest sealed = state_->manifest;
  sealed.seal = std::move(seal);
  sealed.state = PackageState::sealed;
  DECANT_FAULT_POINT("package.before_seal");
  DECANT_TRY(beside.add(state_->folder / kManifestFile, manifest_text(sealed)));
  DECANT_TRY(beside.commit());
  DECANT_FAULT_POINT("package.after_seal");
  state_->manifest = std::move(sealed);
  return {};
}

Statistics PackageWriter::statistics() const {
  const LogEnd end = state_->log->end();
  const std::lock_guard lock(state_->mutex);
  return {.log_bytes = end.bytes, .entries = end.entries, .resources = state_->progress.resources()};
}

const Manifest& PackageWriter::manifest() const { return state_->manifest; }
const std::filesystem::path& PackageWriter::folder() const { return state_->folder; }

}  // namespace decant::package
