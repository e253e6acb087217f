// Any bytes as a package's pages.log, unsealed and sealed: the reader answers with pages or an error, within its
// limits.
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "core/result.h"
#include "json/parser.h"
#include "package/entry.h"
#include "package/package_reader.h"

namespace {

using namespace decant;

constexpr std::uint64_t kMaxTextBytes = std::uint64_t{1} << 20;

/// A folder of this process, removed at its end.
struct Folder {
  Folder() : path(std::filesystem::temp_directory_path() / ("decant-fuzz-page-log-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

package::Manifest manifest() {
  package::Manifest manifest;
  manifest.load_id = manifest.run = "1749667187.541553";
  for (const char* name : {"orders", "items"}) {
    schema::ResourceHints hints;
    hints.name = name;
    manifest.resources.push_back(hints);
  }
  return manifest;
}

/// Makes the checksums of a chain of entries fit, so that what lies behind them is reached.
void mend(std::string& log) {
  const auto header = package::file_header();
  log.replace(0, std::min(log.size(), header.size()), header.data(), std::min(log.size(), header.size()));
  std::uint32_t number = 0;
  for (std::size_t offset = package::kFileHeaderSize; offset + package::kEntryHeaderSize <= log.size(); ++number) {
    const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(log[offset + at]); };
    const std::size_t rest = log.size() - offset - package::kEntryHeaderSize;
    package::EntryHeader entry;
    entry.kind = byte(4);
    entry.codec = byte(5);
    entry.number = number;
    entry.meta_size = static_cast<std::uint32_t>(std::min<std::size_t>(rest, byte(12)));
    entry.payload_size = static_cast<std::uint32_t>(
        std::min<std::size_t>(rest - entry.meta_size, byte(16) | std::size_t{byte(17)} << 8));
    entry.raw_size = byte(20) | std::uint32_t{byte(21)} << 8 | std::uint32_t{byte(22)} << 16;
    const std::string_view content = std::string_view(log).substr(offset + package::kEntryHeaderSize);
    entry.content_checksum = package::content_checksum(content.substr(0, entry.meta_size),
                                                       content.substr(entry.meta_size, entry.payload_size));
    const auto bytes = package::encode(entry);
    log.replace(offset, bytes.size(), bytes.data(), bytes.size());
    offset += bytes.size() + entry.content_size();
  }
}

void require(bool condition) {
  if (!condition) std::abort();
}

void read_everything(const package::PackageReader& reader) {
  package::RecordedPage page;
  json::Parser parser;
  for (const auto& resource : reader.manifest().resources) {
    for (std::size_t number = 0; number < reader.page_count(resource.name); ++number) {
      if (!reader.read_page(resource.name, number, page)) continue;
      require(page.text().size() <= kMaxTextBytes);
      for (const auto& span : page.records) {
        require(span.begin <= span.end && span.end <= page.text().size());
        json::Document document;
        static_cast<void>(parser.parse_in_place(page.text().substr(span.begin, span.end - span.begin), document));
      }
    }
    static_cast<void>(reader.resume_point(resource.name, ""));
    for (std::uint64_t number = 0; number < 4; ++number) {
      const auto body = reader.stored_body({resource.name, "", number});
      require(!body || !*body || (*body)->bytes.size() <= kMaxTextBytes);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  if (size == 0) return 0;
  std::string log(reinterpret_cast<const char*>(data) + 1, size - 1);
  if ((data[0] & 1U) != 0) mend(log);
  std::ofstream(folder.path / package::kLogFile, std::ios::binary | std::ios::trunc) << log;

  package::Manifest described = manifest();
  if ((data[0] & 2U) != 0) {
    described.state = package::PackageState::sealed;
    described.seal = package::Seal{
        .log_bytes = log.size(), .entries = 1, .log_hash = 0, .resources = {}, .state = {}, .boundaries = {}};
    described.seal->resources = {{"orders", 1, 1}, {"items", 0, 0}};
  }
  const auto reader =
      package::PackageReader::open(folder.path, described, package::ReadLimits{.max_text_bytes = kMaxTextBytes});
  if (reader) read_everything(*reader);
  return 0;
}
