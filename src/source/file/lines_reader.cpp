#include <string_view>
#include <vector>

#include "core/packed_file.h"
#include "core/utf8.h"
#include "source/file/file_reader.h"

namespace decant::source::file {

namespace {

constexpr std::size_t kLongestLine = std::size_t{1} << 30;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

/// Makes lists of the values of lines.
class LinesReader final : public FileReader {
 public:
  LinesReader(PackedFile packed, std::string path) : packed_(std::move(packed)), path_(std::move(path)) {}

  Result<void> skip(std::uint64_t lines, const CancelToken& cancel) {
    while (number_ < lines) {
      DECANT_TRY(const bool more, take_line(cancel));
      if (!more) break;
    }
    return {};
  }

  Result<bool> next(FilePart& part, const CancelToken& cancel) override {
    part.text = "[";
    lines_.clear();
    while (part.text.size() < kPartBytes) {
      DECANT_TRY(const bool more, take_line(cancel));
      if (!more) break;
      if (is_blank(line_)) continue;
      if (!lines_.empty()) part.text += ",\n";
      lines_.push_back({.number = number_, .begin = part.text.size(), .size = line_.size()});
      part.text += line_;
    }
    if (lines_.empty()) return false;
    part.text += "]";
    if (parse_part(part, parser_) && has_a_value_per_line(part.document.root())) return true;
    return blame(part.text);
  }

  [[nodiscard]] std::uint64_t position() const override { return number_; }

 private:
  /// Where the value of a line stands in the part.
  struct Line {
    std::uint64_t number, begin, size;
  };

  /// Goes to the next line; false at the end.
  Result<bool> take_line(const CancelToken& cancel) {
    auto end = buffer_.find('\n', next_);
    while (end == std::string::npos && !packed_.is_at_end()) {
      if (cancel.cancelled()) return fail(ErrorKind::cancelled, "interrupted");
      buffer_.erase(0, next_);
      next_ = 0;
      const std::size_t searched = buffer_.size();
      if (searched > kLongestLine) return fail_at(number_ + 1, "is longer than 1 GiB");
      DECANT_TRY(packed_.read(kPartBytes, buffer_));
      end = buffer_.find('\n', searched);
    }
    if (end == std::string::npos && next_ == buffer_.size()) return false;
    line_ = std::string_view(buffer_).substr(next_, end == std::string::npos ? end : end - next_);
    next_ += line_.size() + (end == std::string::npos ? 0 : 1);
    if (number_++ == 0 && line_.starts_with(kByteOrderMark)) line_.remove_prefix(kByteOrderMark.size());
    return true;
  }

  [[nodiscard]] bool has_a_value_per_line(const json::Node& list) const {
    std::size_t values = 0;
    for ([[maybe_unused]] const auto value : list.items()) ++values;
    return list.is_array() && values == lines_.size();
  }

  [[nodiscard]] std::unexpected<Error> fail_at(std::uint64_t number, const std::string& what) const {
    auto failed = fail(ErrorKind::source_data, path_ + ":" + std::to_string(number) + ": the line " + what,
                       "Each line must be one JSON value.");
    failed.error().details.file = path_;
    failed.error().details.line = static_cast<int>(number);
    return failed;
  }

  /// The error of a part that is no list of its lines' values.
  std::unexpected<Error> blame(const std::string& text) {
    for (const auto& line : lines_) {
      const auto parsed = parser_.parse(text.substr(line.begin, line.size));
      if (!parsed) return fail_at(line.number, "is no JSON value: " + parsed.error().message);
    }
    return fail_at(lines_.front().number, "or one of those behind it is no JSON value");
  }

  PackedFile packed_;
  std::string path_;
  std::string buffer_;
  std::string_view line_;     ///< the present one, in the buffer
  std::size_t next_ = 0;      ///< where the line behind it begins
  std::uint64_t number_ = 0;  ///< lines taken
  std::vector<Line> lines_;   ///< of the part
  json::Parser parser_;
};

}  // namespace

Result<std::unique_ptr<FileReader>> open_lines(const FileEntry& file, std::uint64_t position,
                                               const CancelToken& cancel) {
  DECANT_TRY(auto packed, PackedFile::open(file.path));
  auto reader = std::make_unique<LinesReader>(std::move(packed), file.path.string());
  DECANT_TRY(reader->skip(position, cancel));
  return reader;
}

}  // namespace decant::source::file
