#include "source/file/file_reader.h"

#include <array>
#include <string_view>

#include "source/records/body_masking.h"

namespace decant::source::file {

namespace {

struct Ending {
  std::string_view text;
  FileFormat format;
};

constexpr std::array kEndings{Ending{".json", FileFormat::json},    Ending{".jsonl", FileFormat::jsonl},
                              Ending{".ndjson", FileFormat::jsonl}, Ending{".csv", FileFormat::csv},
                              Ending{".tsv", FileFormat::csv},      Ending{".parquet", FileFormat::parquet}};
constexpr std::string_view kPacked = ".gz";

}  // namespace

Result<FileFormat> format_of(const FileEntry& file) {
  std::string_view name = file.relative;
  if (name.ends_with(kPacked)) name.remove_suffix(kPacked.size());
  for (const auto& ending : kEndings) {
    if (name.ends_with(ending.text)) return ending.format;
  }
  return fail(ErrorKind::source_data, "the name of " + file.path.string() + " does not tell its format",
              "Set `format` to json, jsonl, csv or parquet, or let `file_glob` leave it out.");
}

Result<void> parse_part(FilePart& part, json::Parser& parser) {
  mask_secrets(part.text);
  part.text.reserve(part.text.size() + json::kPadding);
  return parser.parse_in_place(part.text, part.document);
}

}  // namespace decant::source::file
