#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/data/local_time.h"
#include "sandbox/data/record_table.h"

namespace decant::sandbox::shop {

/// Records of one kind, rendered.
struct ShopList {
  /// The path below the base.
  std::string path;
  RecordTable table;
  /// When each record changed last, in seconds of the shop's clock; empty where records do not tell.
  std::vector<std::int64_t> updated;
};

/// The list of `rows` records, each of which `render(std::string&, row)` appends.
template <typename Render>
ShopList make_list(std::string path, std::size_t rows, std::size_t bytes_per_row, const Render& render) {
  ShopList list{.path = std::move(path), .table = RecordTable(rows, bytes_per_row), .updated = {}};
  for (std::size_t row = 0; row < rows; ++row) {
    list.table.add([&](std::string& out) { render(out, row); });
  }
  return list;
}

/// `YYYY-MM-DDTHH:MM:SSZ`.
std::string zulu_text(LocalTime time);

}  // namespace decant::sandbox::shop
