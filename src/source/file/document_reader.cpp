#include <string_view>

#include "core/packed_file.h"
#include "core/utf8.h"
#include "source/file/file_reader.h"

namespace decant::source::file {

namespace {

/// Spans of records have 32 bits.
constexpr std::size_t kLargestDocument = std::size_t{1} << 31;

class DocumentReader final : public FileReader {
 public:
  DocumentReader(PackedFile packed, std::string path, bool is_read)
      : packed_(std::move(packed)), path_(std::move(path)), is_read_(is_read) {}

  Result<bool> next(FilePart& part, const CancelToken& cancel) override {
    if (is_read_) return false;
    part.text.clear();
    while (!packed_.is_at_end()) {
      if (cancel.cancelled()) return fail(ErrorKind::cancelled, "interrupted");
      DECANT_TRY(packed_.read(kPartBytes, part.text));
      if (part.text.size() > kLargestDocument)
        return fail(ErrorKind::source_data, path_ + " is one JSON document of more than 2 GiB",
                    "Write one record on each line (.jsonl): such a file is read part by part.");
    }
    if (part.text.starts_with(kByteOrderMark)) part.text.erase(0, kByteOrderMark.size());
    json::Parser parser;
    if (auto parsed = parse_part(part, parser); !parsed)
      return fail(ErrorKind::source_data, path_ + " is no JSON document: " + parsed.error().message,
                  "If it has one record on each line, say `format: jsonl`.");
    is_read_ = true;
    return true;
  }

  [[nodiscard]] std::uint64_t position() const override { return is_read_ ? 1 : 0; }

 private:
  PackedFile packed_;
  std::string path_;
  bool is_read_;
};

}  // namespace

Result<std::unique_ptr<FileReader>> open_document(const FileEntry& file, std::uint64_t position) {
  DECANT_TRY(auto packed, PackedFile::open(file.path));
  return std::make_unique<DocumentReader>(std::move(packed), file.path.string(), position > 0);
}

}  // namespace decant::source::file
