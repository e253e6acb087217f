#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/data/record_table.h"
#include "sandbox/http/parameters.h"

namespace decant::sandbox {

/// The records that a request asks for, before they are cut into pages.
struct Found {
  const RecordTable* table = nullptr;
  /// Whether a row of the table is one of them; empty where all are.
  std::function<bool(std::size_t row)> matches = nullptr;
  /// No page of them is larger.
  std::size_t largest_page = Window::kAll;
};

/// Records of one kind, rendered, which an endpoint answers with. Called from many threads.
class Collection {
 public:
  Collection() = default;
  virtual ~Collection() = default;
  Collection(const Collection&) = delete;
  Collection& operator=(const Collection&) = delete;

  /// What the filters leave. Parameters that cannot be read are noted there as faults.
  virtual Found find(Parameters& parameters) = 0;

  /// The row with the id that a path names.
  virtual std::optional<std::size_t> row_of(std::string_view /*id*/) { return std::nullopt; }

  /// The ids that can be asked for, where no list of the API tells them.
  virtual std::vector<std::string> unlisted_ids() { return {}; }
};

/// The row with this id where ids are whole numbers that rise by one from row to row.
std::optional<std::size_t> row_of_number(std::string_view id, std::int64_t first, std::size_t rows);

}  // namespace decant::sandbox
