#include "package/package_reader.h"

#include "package/entry_meta.h"
#include "package/package_index.h"
#include "package/page_payload.h"

namespace decant::package {

PackageReader::PackageReader(std::unique_ptr<Index> index) : index_(std::move(index)) {}
PackageReader::PackageReader(PackageReader&&) noexcept = default;
PackageReader& PackageReader::operator=(PackageReader&&) noexcept = default;
PackageReader::~PackageReader() = default;

Result<PackageReader> PackageReader::open(const std::filesystem::path& folder, const ReadLimits& limits) {
  DECANT_TRY(Manifest manifest, read_manifest(folder));
  return open(folder, std::move(manifest), limits);
}

Result<PackageReader> PackageReader::open(const std::filesystem::path& folder, Manifest manifest,
                                          const ReadLimits& limits) {
  DECANT_TRY(LogFile log, LogFile::open(folder / kLogFile));
  auto index = std::make_unique<Index>(folder, std::move(manifest), limits, std::move(log));
  DECANT_TRY(index->build());
  return PackageReader(std::move(index));
}

const Manifest& PackageReader::manifest() const { return index_->manifest; }
const std::filesystem::path& PackageReader::folder() const { return index_->folder; }
const Statistics& PackageReader::statistics() const { return index_->statistics; }
std::uint64_t PackageReader::torn_bytes() const { return index_->log.size() - index_->end.bytes; }

std::uint32_t PackageReader::log_format() const { return index_->log.version(); }

std::size_t PackageReader::page_count(std::string_view resource) const {
  const std::size_t position = index_->progress.index_of(resource);
  return position == Progress::npos ? 0 : index_->pages[position].size();
}

Result<void> PackageReader::read_page(std::string_view resource, std::size_t number, RecordedPage& page) const {
  if (number >= page_count(resource))
    return fail(ErrorKind::internal,
                "the package has no page " + std::to_string(number) + " of " + std::string(resource));
  const auto& place = index_->pages[index_->progress.index_of(resource)][number];
  PageMeta meta;
  PagePayload payload;
  payload.records = std::move(page.records);
  DECANT_TRY(index_->read_page_entry(place, page.content_, meta, payload));
  DECANT_TRY(index_->read_text(index_->chunks.data() + place.first_chunk, place.chunk_count, place.text_bytes,
                               page.content_, page.buffer_, nullptr));
  page.text_size_ = static_cast<std::size_t>(place.text_bytes);
  page.address = std::move(meta.address);
  page.last = meta.last;
  page.rewritten = meta.form == TextForm::rewritten;
  page.records = std::move(payload.records);
  page.constants = std::move(payload.constants);
  page.cursor = std::move(payload.cursor);
  page.change = std::move(payload.change);
  return {};
}

Result<state::ResumePoint> PackageReader::resume_point(std::string_view resource, std::string_view sequence) const {
  state::ResumePoint point;
  const SequenceProgress* progress = index_->progress.find_sequence(resource, sequence);
  if (progress == nullptr) return point;
  const auto& places = index_->pages[index_->progress.index_of(resource)];
  std::string content;
  PageMeta meta;
  PagePayload payload;
  DECANT_TRY(index_->read_page_entry(places[static_cast<std::size_t>(progress->newest)], content, meta, payload));
  point.next_page = progress->next_page;
  point.cursor = std::move(payload.cursor);
  point.finished = progress->finished;
  return point;
}

Result<void> PackageReader::each_cursor(std::string_view resource, std::string_view sequence,
                                        const std::function<Result<void>(const json::Value& cursor)>& take) const {
  const std::size_t position = index_->progress.index_of(resource);
  if (position == Progress::npos) return {};
  std::string content;
  PageMeta meta;
  PagePayload payload;
  for (const auto& place : index_->pages[position]) {
    DECANT_TRY(index_->read_page_entry(place, content, meta, payload));
    if (meta.address.sequence == sequence) DECANT_TRY(take(payload.cursor));
  }
  return {};
}

Result<state::StateChange> PackageReader::state_change(std::string_view resource, std::size_t number) const {
  if (number >= page_count(resource))
    return fail(ErrorKind::internal,
                "the package has no page " + std::to_string(number) + " of " + std::string(resource));
  std::string content;
  PageMeta meta;
  PagePayload payload;
  DECANT_TRY(
      index_->read_page_entry(index_->pages[index_->progress.index_of(resource)][number], content, meta, payload));
  return std::move(payload.change);
}

Result<state::StateChange> PackageReader::state_change(std::string_view resource) const {
  state::StateChange all;
  const std::size_t count = page_count(resource);
  for (std::size_t number = 0; number < count; ++number) {
    DECANT_TRY(auto change, state_change(resource, number));
    all.append(std::move(change));
  }
  return all;
}

Result<std::optional<state::Body>> PackageReader::stored_body(const state::PageAddress& address) const {
  const StoredText* text = index_->progress.find_text(address, TextForm::json);
  if (text == nullptr) return std::optional<state::Body>();
  state::Body body;
  std::string content;
  std::string headers;
  DECANT_TRY(index_->read_text(text->chunks.data(), text->chunks.size(), text->bytes, content, body.bytes, &headers));
  body.bytes.resize(static_cast<std::size_t>(text->bytes));
  if (!headers.empty()) {
    auto parsed = json::parse_value(headers);
    if (!parsed || !parsed->is_object()) return index_->log.damaged("in a body's headers", "they are no JSON object");
    body.headers = std::move(*parsed);
  }
  return std::optional<state::Body>(std::move(body));
}

}  // namespace decant::package
