#include "package/package_index.h"

#include "package/compression.h"
#include "package/entry_meta.h"

namespace decant::package {

Result<void> PackageReader::Index::build() {
  const bool sealed = manifest.seal.has_value();
  if (sealed && manifest.seal->log_bytes != log.size())
    return log.damaged("at its end", "it has " + std::to_string(log.size()) + " bytes, the manifest says " +
                                         std::to_string(manifest.seal->log_bytes));
  DECANT_TRY(end, log.scan(sealed, [this](std::uint64_t offset, const EntryHeader& header, std::string_view meta) {
    return add(offset, header, meta);
  }));
  statistics = {.log_bytes = end.bytes, .entries = end.entries, .resources = progress.resources()};
  if (sealed) DECANT_TRY(check_seal(*manifest.seal));
  return {};
}

Result<void> PackageReader::Index::add(std::uint64_t offset, const EntryHeader& header, std::string_view meta) {
  if (header.kind == static_cast<std::uint8_t>(EntryKind::body)) {
    BodyMeta body;
    if (!decode(meta, body)) return fail(ErrorKind::package, "its meta is malformed");
    return progress.add_chunk(body, header.raw_size, offset);
  }
  PageMeta page;
  if (!decode(meta, page)) return fail(ErrorKind::package, "its meta is malformed");
  DECANT_TRY(const StoredText text, progress.add_page(page));
  pages[progress.index_of(page.address.resource)].push_back(
      {.entry = offset,
       .text_bytes = text.bytes,
       .first_chunk = chunks.size(),
       .chunk_count = static_cast<std::uint32_t>(text.chunks.size())});
  chunks.insert(chunks.end(), text.chunks.begin(), text.chunks.end());
  return {};
}

Result<void> PackageReader::Index::check_seal(const Seal& seal) const {
  if (seal.entries != end.entries || seal.log_hash != end.hash)
    return log.damaged("as a whole", "its entries are not those that the manifest was sealed with");
  for (std::size_t i = 0; i < statistics.resources.size(); ++i) {
    const auto& counted = statistics.resources[i];
    if (counted.pages != seal.resources[i].pages || counted.records != seal.resources[i].records)
      return log.damaged("as a whole",
                         "its counts for " + counted.resource + " are not those that the manifest states");
  }
  return {};
}

Result<void> PackageReader::Index::read_page_entry(const PagePlace& place, std::string& content, PageMeta& meta,
                                                   PagePayload& payload) const {
  DECANT_TRY(const EntryHeader header, log.read(place.entry, content));
  const std::string_view view = content;
  std::string raw(header.raw_size, '\0');
  if (!decode(view.substr(0, header.meta_size), meta))
    return log.damaged("at byte " + std::to_string(place.entry), "its meta is malformed");
  auto decoded = decode_bytes(static_cast<Codec>(header.codec), view.substr(header.meta_size), raw.data(), raw.size());
  if (decoded) decoded = decode_payload(raw, log.version(), meta.records, place.text_bytes, payload);
  if (!decoded) return log.damaged("at byte " + std::to_string(place.entry), decoded.error().message);
  return {};
}

Result<void> PackageReader::Index::read_text(const std::uint64_t* offsets, std::size_t count, std::uint64_t bytes,
                                             std::string& content, std::string& text, std::string* headers) const {
  if (bytes > limits.max_text_bytes)
    return fail(ErrorKind::package, "a page of " + std::to_string(bytes) + " bytes is larger than " +
                                        std::to_string(limits.max_text_bytes) + ": " + log.path().string());
  text.clear();
  for (std::size_t i = 0; i < count; ++i) {
    DECANT_TRY(const EntryHeader header, log.read(offsets[i], content));
    const std::string_view view = content;
    const std::size_t begin = text.size();
    // Room grows with what was verified, not with what a file claims.
    text.resize(begin + header.raw_size);
    auto decoded = decode_bytes(static_cast<Codec>(header.codec), view.substr(header.meta_size), text.data() + begin,
                                header.raw_size);
    BodyMeta meta;
    if (decoded && i == 0 && headers != nullptr && decode(view.substr(0, header.meta_size), meta))
      *headers = meta.headers;
    if (!decoded) return log.damaged("at byte " + std::to_string(offsets[i]), decoded.error().message);
  }
  if (text.size() != bytes) return log.damaged("in a page's text", "it is not as long as before");
  text.resize(text.size() + json::kPadding);
  return {};
}

}  // namespace decant::package
