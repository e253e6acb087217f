#include "package/log_file.h"

#include <algorithm>

#include "package/manifest.h"

namespace decant::package {

namespace {

constexpr std::size_t kSearchWindow = std::size_t{1} << 20;

/// What rule of the format a header breaks; empty if none.
std::string_view broken_rule(const EntryHeader& header, std::uint64_t offset) {
  if (header.kind != static_cast<std::uint8_t>(EntryKind::body) &&
      header.kind != static_cast<std::uint8_t>(EntryKind::page))
    return "it is of an unknown kind";
  if (header.codec > static_cast<std::uint8_t>(Codec::zstd)) return "it is compressed in an unknown way";
  if (header.reserved != 0) return "a reserved field is in use";
  if (header.meta_size > kMaxMetaBytes || header.payload_size > kMaxPayloadBytes || header.raw_size > kMaxPayloadBytes)
    return "it is larger than entries may be";
  if (header.durable > offset) return "it claims that bytes behind it were synced";
  return {};
}

std::string place(std::uint64_t offset, std::uint64_t entry) {
  return "at byte " + std::to_string(offset) + " (entry " + std::to_string(entry) + ")";
}

}  // namespace

Result<LogFile> LogFile::open(std::filesystem::path path) {
  DECANT_TRY(File file, File::open_read(path));
  DECANT_TRY(const std::uint64_t size, file.size());
  LogFile log(std::move(file), std::move(path), size);
  DECANT_TRY(log.read_file_header());
  return log;
}

std::unexpected<Error> LogFile::damaged(std::string_view where, std::string_view what) const {
  std::string message = "the page log is damaged ";
  message.append(where).append(": ").append(what).append(": ").append(path_.string());
  Error error{.kind = ErrorKind::package,
              .message = std::move(message),
              .hint = "remove the package (decant pipeline NAME drop-pending-packages) and run again",
              .details = {},
              .context = {}};
  error.details.file = path_.string();
  return fail(std::move(error));
}

Result<void> LogFile::read_file_header() {
  if (size_ < kFileHeaderSize) return {};
  FileHeaderBytes bytes{};
  DECANT_TRY(file_.read_at(0, bytes.size(), bytes.data()));
  version_ = version_of(bytes);
  if (version_ == 0) return damaged("at byte 0", "its beginning is not that of a page log");
  if (version_ > kFormatVersion)
    return fail(ErrorKind::package,
                "the page log has format " + std::to_string(version_) + ", newer than " +
                    std::to_string(kFormatVersion) + ": " + path_.string(),
                "use the version of decant that wrote it, or a newer one");
  return {};
}

Result<LogFile::Flaw> LogFile::read_entry(std::uint64_t offset, EntryHeader& header, std::string& content) const {
  EntryHeaderBytes bytes{};
  if (size_ - offset < bytes.size()) return Flaw{"its header is incomplete"};
  DECANT_TRY(file_.read_at(offset, bytes.size(), bytes.data()));
  if (!decode({bytes.data(), bytes.size()}, header)) return Flaw{"the checksum of its header does not fit"};
  if (const auto rule = broken_rule(header, offset); !rule.empty()) return Flaw{rule, true};
  if (size_ - offset - bytes.size() < header.content_size()) return Flaw{"it is longer than the rest of the file"};
  content.resize(header.content_size());
  DECANT_TRY(file_.read_at(offset + bytes.size(), content.size(), content.data()));
  const std::string_view view = content;
  if (content_checksum(view.substr(0, header.meta_size), view.substr(header.meta_size)) != header.content_checksum)
    return Flaw{"the checksum of its content does not fit"};
  return Flaw{};
}

Result<bool> LogFile::was_durable(std::uint64_t offset) const {
  std::string window;
  for (std::uint64_t begin = offset + 1; begin + kEntryHeaderSize <= size_;
       begin += kSearchWindow - kEntryHeaderSize + 1) {
    window.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kSearchWindow, size_ - begin)));
    DECANT_TRY(file_.read_at(begin, window.size(), window.data()));
    for (std::size_t at = window.find(kEntryMark); at != std::string::npos; at = window.find(kEntryMark, at + 1)) {
      EntryHeader header;
      if (!decode(std::string_view(window).substr(at), header)) continue;
      if (header.durable > offset && header.durable <= begin + at) return true;
    }
  }
  return false;
}

Result<LogEnd> LogFile::scan(bool sealed, const Visitor& visit) const {
  LogEnd end;
  if (version_ == 0) {
    if (sealed) return damaged("at byte 0", "it is shorter than its header");
    return end;
  }
  end.bytes = kFileHeaderSize;
  EntryHeader header;
  std::string content;
  while (end.bytes < size_) {
    const std::string where = place(end.bytes, end.entries);
    DECANT_TRY(const Flaw flaw, read_entry(end.bytes, header, content));
    if (!flaw.what.empty()) {
      if (sealed || flaw.breaks_rule) return damaged(where, flaw.what);
      DECANT_TRY(const bool durable, was_durable(end.bytes));
      if (durable) return damaged(where, flaw.what);
      return end;
    }
    if (header.number != static_cast<std::uint32_t>(end.entries)) return damaged(where, "it has another number");
    if (auto visited = visit(end.bytes, header, std::string_view(content).substr(0, header.meta_size)); !visited)
      return damaged(where, visited.error().message);
    end.hash = next_log_hash(end.hash, encode(header));
    end.bytes += kEntryHeaderSize + header.content_size();
    ++end.entries;
  }
  return end;
}

Result<EntryHeader> LogFile::read(std::uint64_t offset, std::string& content) const {
  EntryHeader header;
  DECANT_TRY(const Flaw flaw, read_entry(offset, header, content));
  if (!flaw.what.empty()) return damaged("at byte " + std::to_string(offset), flaw.what);
  return header;
}

}  // namespace decant::package
