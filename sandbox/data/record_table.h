#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace decant::sandbox {

/// A stretch of a table's rows: `begin` to before `end`.
struct RowRun {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// What a request asks for: so many rows after skipping so many.
struct Window {
  static constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

  std::size_t offset = 0;
  std::size_t limit = kAll;
};

/// The rows of a page.
struct RowSelection {
  std::vector<RowRun> runs;
  std::size_t count = 0;
  /// Whether rows follow after the window.
  bool more = false;
};

/// The window of `total` rows.
RowSelection select_rows(std::size_t total, Window window);

/// The window of those of `total` rows that `matches(row)` accepts.
template <typename Matches>
RowSelection select_rows(std::size_t total, Window window, const Matches& matches) {
  RowSelection selection;
  std::size_t to_skip = window.offset;
  for (std::size_t row = 0; row < total; ++row) {
    if (!matches(row)) continue;
    if (to_skip > 0) {
      --to_skip;
      continue;
    }
    if (selection.count == window.limit) {
      selection.more = true;
      break;
    }
    if (selection.runs.empty() || selection.runs.back().end != row) selection.runs.push_back({row, row});
    selection.runs.back().end = row + 1;
    ++selection.count;
  }
  return selection;
}

/// Records that were rendered once, one after the other in one string, so that a page is a few copies of long slices.
class RecordTable {
 public:
  RecordTable() = default;
  RecordTable(std::size_t rows, std::size_t bytes_per_row);

  /// Adds the row that `render(std::string&)` appends.
  template <typename Render>
  void add(const Render& render) {
    render(text_);
    text_ += ',';
    ends_.push_back(text_.size());
  }

  std::size_t rows() const { return ends_.size(); }
  /// The JSON of one record.
  std::string_view row(std::size_t row) const {
    return std::string_view(text_).substr(start_of(row), ends_[row] - start_of(row) - 1);
  }
  std::size_t bytes_of(const RowSelection& selection) const;
  /// The JSON of the records of one stretch, separated by commas.
  std::string_view records(RowRun run) const {
    const std::size_t begin = start_of(run.begin);
    return std::string_view(text_).substr(begin, start_of(run.end) - begin - 1);
  }

  /// Appends the records, separated by commas.
  void append(std::string& out, const RowSelection& selection) const;

 private:
  std::size_t start_of(std::size_t row) const { return row == 0 ? 0 : ends_[row - 1]; }

  std::string text_;
  std::vector<std::size_t> ends_;
};

}  // namespace decant::sandbox
