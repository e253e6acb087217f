#include "cli/table_output.h"

#include <algorithm>
#include <numeric>

#include "cli/text.h"

namespace decant::cli {

namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 4;

}  // namespace

Result<void> TableRows::add(const std::vector<destination::QueryResult::Row>& rows) {
  count_ += rows.size();
  std::string out;
  for (const auto& row : rows) {
    Cells cells;
    for (const auto& cell : row) cells.push_back(cell ? printable(*cell) : "NULL");
    if (started_) {
      append_line(cells, out);
    } else {
      sample_.push_back(std::move(cells));
    }
  }
  if (!started_ && sample_.size() >= kSampledRows) {
    DECANT_TRY(write_head());
  }
  return out.empty() ? Result<void>() : sink_(out);
}

Result<void> TableRows::finish() {
  if (!started_) {
    DECANT_TRY(write_head());
  }
  return sink_("(" + grouped(count_) + (count_ == 1 ? " row)\n" : " rows)\n"));
}

void TableRows::measure() {
  for (const auto& column : columns_) widths_.push_back(width_of(printable(column.name)));
  for (const auto& row : sample_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths_[i] = std::max(widths_[i], width_of(row[i]));
  }
}

// Takes from the widest column, one character at a time, so that narrow ones stay whole.
void TableRows::shrink_to_fit() {
  if (max_width_ == 0 || widths_.empty()) return;
  std::size_t total = std::accumulate(widths_.begin(), widths_.end(), kGap * (widths_.size() - 1));
  while (total > max_width_) {
    const auto widest = std::max_element(widths_.begin(), widths_.end());
    if (*widest <= kNarrowest) break;
    const auto second =
        std::accumulate(widths_.begin(), widths_.end(), kNarrowest,
                        [&](std::size_t most, std::size_t w) { return w < *widest ? std::max(most, w) : most; });
    const std::size_t step = std::clamp<std::size_t>(*widest - second, 1, total - max_width_);
    *widest -= step;
    total -= step;
  }
}

void TableRows::append_line(const Cells& cells, std::string& out) const {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string cell = max_width_ > 0 ? cut_to(cells[i], widths_[i]) : cells[i];
    const std::size_t width = width_of(cell);
    const std::string padding(widths_[i] > width ? widths_[i] - width : 0, ' ');
    if (i > 0) line.append(kGap, ' ');
    const bool right = columns_[i].kind == destination::QueryResult::CellKind::number;
    line += right ? padding + cell : cell + padding;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out += line + "\n";
}

Result<void> TableRows::write_head() {
  started_ = true;
  measure();
  shrink_to_fit();
  std::string out;
  Cells names;
  std::string rule;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    names.push_back(printable(columns_[i].name));
    if (i > 0) rule.append(kGap, ' ');
    rule.append(widths_[i], '-');
  }
  append_line(names, out);
  out += rule + "\n";
  for (const auto& row : sample_) append_line(row, out);
  sample_ = {};
  return sink_(out);
}

}  // namespace decant::cli
