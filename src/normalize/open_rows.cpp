#include "normalize/open_rows.h"

#include <algorithm>

#include "normalize/table_writer.h"

namespace decant::normalize {

void OpenRows::leave(TableWriter& writer) {
  held_ -= writer.open_bytes();
  std::erase(writers_, &writer);
}

Result<void> OpenRows::change(std::size_t before, std::size_t now) {
  held_ += now - before;
  most_ = std::max(most_, held_);
  if (held_ <= limit_ || now <= before) return {};
  auto fullest = writers_;
  std::sort(fullest.begin(), fullest.end(),
            [](const TableWriter* a, const TableWriter* b) { return a->open_bytes() > b->open_bytes(); });
  for (TableWriter* writer : fullest) {
    if (held_ <= limit_ / 2) break;
    DECANT_TRY(writer->flush());
  }
  return {};
}

}  // namespace decant::normalize
