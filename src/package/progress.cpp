#include "package/progress.h"

#include "package/manifest.h"

namespace decant::package {

namespace {

std::unexpected<Error> does_not_fit(const state::PageAddress& address, std::string_view why) {
  std::string message = "page " + std::to_string(address.page) + " of " + address.resource;
  if (!address.sequence.empty()) message += " (" + address.sequence + ")";
  return fail(ErrorKind::package, message.append(" ").append(why));
}

}  // namespace

Progress::Progress(const std::vector<schema::ResourceHints>& resources) : sequences_(resources.size()) {
  for (const auto& resource : resources) {
    positions_.emplace(resource.name, statistics_.size());
    statistics_.push_back({.resource = resource.name});
  }
}

std::size_t Progress::index_of(std::string_view resource) const {
  const auto found = positions_.find(std::string(resource));
  return found == positions_.end() ? npos : found->second;
}

const SequenceProgress* Progress::find_sequence(std::string_view resource, std::string_view sequence) const {
  const std::size_t index = index_of(resource);
  if (index == npos) return nullptr;
  const auto found = sequences_[index].find(std::string(sequence));
  return found == sequences_[index].end() ? nullptr : &found->second;
}

Result<std::size_t> Progress::check_open(const state::PageAddress& address) const {
  const std::size_t index = index_of(address.resource);
  if (index == npos) return does_not_fit(address, "belongs to no resource of the manifest");
  const SequenceProgress* sequence = find_sequence(address.resource, address.sequence);
  if (sequence != nullptr && (sequence->finished || address.page < sequence->next_page))
    return does_not_fit(address, "was decided before");
  return index;
}

Result<void> Progress::add_chunk(const BodyMeta& meta, std::uint64_t raw_size, std::uint64_t offset) {
  DECANT_TRY(const std::size_t index, check_open(meta.address));
  if (raw_size > kMaxTextBytes) return does_not_fit(meta.address, "is too long");
  const Key key(index, meta.address.sequence, meta.address.page);
  if (meta.chunk == 0) {
    pending_[key][slot(meta.form)] = {.chunks = {offset}, .bytes = raw_size, .whole = meta.last_chunk};
    return {};
  }
  const auto found = pending_.find(key);
  StoredText* const text = found == pending_.end() ? nullptr : &found->second[slot(meta.form)];
  if (text == nullptr || text->whole || text->chunks.size() != meta.chunk)
    return does_not_fit(meta.address, "has a chunk that does not follow the one before");
  if (text->bytes + raw_size > kMaxTextBytes) return does_not_fit(meta.address, "is too long");
  text->chunks.push_back(offset);
  text->bytes += raw_size;
  text->whole = meta.last_chunk;
  return {};
}

const StoredText* Progress::find_text(const state::PageAddress& address, TextForm form) const {
  const auto found = pending_.find(Key(index_of(address.resource), address.sequence, address.page));
  if (found == pending_.end() || form == TextForm::none) return nullptr;
  const StoredText& text = found->second[slot(form)];
  return text.whole ? &text : nullptr;
}

Result<StoredText> Progress::add_page(const PageMeta& meta) {
  DECANT_TRY(const std::size_t index, check_open(meta.address));
  const SequenceProgress* known = find_sequence(meta.address.resource, meta.address.sequence);
  if (meta.address.page != (known == nullptr ? 0 : known->next_page))
    return does_not_fit(meta.address, "does not follow the one before");
  StoredText text;
  if (meta.form != TextForm::none) {
    const StoredText* stored = find_text(meta.address, meta.form);
    if (stored == nullptr) return does_not_fit(meta.address, "has no whole text");
    text = *stored;
  }
  pending_.erase(Key(index, meta.address.sequence, meta.address.page));
  ResourceStatistics& statistics = statistics_[index];
  sequences_[index][meta.address.sequence] = {
      .next_page = meta.address.page + 1, .newest = statistics.pages, .finished = meta.last};
  ++statistics.pages;
  statistics.records += meta.records;
  statistics.text_bytes += text.bytes;
  return text;
}

}  // namespace decant::package
