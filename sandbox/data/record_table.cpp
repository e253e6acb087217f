#include "sandbox/data/record_table.h"

#include <algorithm>

namespace decant::sandbox {

RowSelection select_rows(std::size_t total, Window window) {
  if (window.offset >= total) return {};
  const std::size_t count = std::min(window.limit, total - window.offset);
  const RowRun run{window.offset, window.offset + count};
  return {.runs = {run}, .count = count, .more = run.end < total};
}

RecordTable::RecordTable(std::size_t rows, std::size_t bytes_per_row) {
  text_.reserve(rows * bytes_per_row);
  ends_.reserve(rows);
}

std::size_t RecordTable::bytes_of(const RowSelection& selection) const {
  std::size_t bytes = 0;
  for (const RowRun run : selection.runs) bytes += start_of(run.end) - start_of(run.begin);
  return bytes;
}

void RecordTable::append(std::string& out, const RowSelection& selection) const {
  if (selection.count == 0) return;
  for (const RowRun run : selection.runs)
    out.append(text_, start_of(run.begin), start_of(run.end) - start_of(run.begin));
  out.pop_back();  // the comma behind the last record
}

}  // namespace decant::sandbox
