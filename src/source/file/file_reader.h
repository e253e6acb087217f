#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/cancel.h"
#include "core/result.h"
#include "json/document.h"
#include "json/parser.h"
#include "source/file/file_listing.h"
#include "source/file/file_spec.h"

namespace decant::source::file {

/// A part of a file as a page has it: JSON, parsed. Does not move.
struct FilePart {
  std::string text;
  json::Document document;  ///< of the text: a list of records, or a document that the selector looks into
};

/// Masks known secrets in the text and parses it.
Result<void> parse_part(FilePart& part, json::Parser& parser);

/// Reads a file part by part.
class FileReader {
 public:
  virtual ~FileReader() = default;

  /// The next part; false at the end. Errors: `source_data` with the place in the file, `io`, `cancelled`.
  virtual Result<bool> next(FilePart& part, const CancelToken& cancel) = 0;

  /// Where the part behind the last one begins: lines or rows; 1 behind a document.
  [[nodiscard]] virtual std::uint64_t position() const = 0;
};

/// The format that the ending of a name stands for, a `.gz` behind it aside. Error (`source_data`): no known one.
Result<FileFormat> format_of(const FileEntry& file);

/// Bytes of a part, about.
inline constexpr std::size_t kPartBytes = std::size_t{4} << 20;

/// Readers of a file from a position on that position() gave. `.gz` files are unpacked.
Result<std::unique_ptr<FileReader>> open_document(const FileEntry& file, std::uint64_t position);
Result<std::unique_ptr<FileReader>> open_lines(const FileEntry& file, std::uint64_t position,
                                               const CancelToken& cancel);

}  // namespace decant::source::file
