#pragma once

// For tests only.
#include <gmock/gmock.h>

#include <bit>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"
#include "core/time.h"
#include "json/value.h"
#include "normalize/normalizer.h"
#include "normalize/page_fixture.h"

namespace decant::normalize {

inline std::string cell_text(const ColumnData& column, std::size_t row) {
  using schema::DataType;
  if (column.valid.empty() || !column.is_valid(row)) return "null";
  if (column.type == DataType::timestamp) return to_iso8601(column.fixed[row]);
  if (column.type == DataType::real) return std::to_string(std::bit_cast<double>(column.fixed[row])).substr(0, 4);
  if (column.is_fixed()) return std::to_string(column.fixed[row]);
  return std::string(column.text(row));
}

/// Loads records of one resource into a schema; what came of it is in `rows_`, the ids of rows in `ids_`.
class NormalizerTest : public testing::Test {
 protected:
  NormalizerTest() { hints_.name = "orders"; }

  void load(const std::vector<std::string>& records, std::size_t budget = 1 << 20,
            const std::string& load_id = "1700000000.5") {
    const auto spill = std::filesystem::temp_directory_path() / ("decant_normalizer_" + random_hex(6));
    BatchStore store(spill, budget);
    auto made = Normalizer::make(schema_, hints_, load_id, store, findings_, options_);
    ASSERT_TRUE(made) << to_string(made.error());
    const PageText page(records);
    outcome_ = (*made)->add({.sequence = "",
                             .page = 0,
                             .document = page.document ? &*page.document : nullptr,
                             .text = page.text,
                             .records = page.spans,
                             .constants = &constants_});
    if (!outcome_) return;
    ASSERT_TRUE((*made)->finish());
    rows_.clear();
    ids_.clear();
    for (const auto& table : schema_.tables()) {
      const auto reader = store.read(table);
      for (auto batch = reader->next(); batch && batch->has_value(); batch = reader->next()) {
        for (std::size_t row = 0; row < (*batch)->rows; ++row) {
          std::string line;
          for (std::size_t i = 0; i < table.columns().size(); ++i) {
            if (schema::is_system_name(table.columns()[i].name) && table.columns()[i].name != "_dlt_list_idx") continue;
            line += (line.empty() ? "" : "|") + cell_text((*batch)->columns[i], row);
          }
          rows_[table.name()].push_back(line);
          if (const auto id = table.index_of("_dlt_id"))
            ids_[table.name()].push_back(cell_text((*batch)->columns[*id], row));
        }
      }
    }
    EXPECT_FALSE(std::filesystem::exists(spill) && budget > 1000);
  }

  std::vector<std::string> columns(std::string_view table) {
    std::vector<std::string> names;
    for (const auto& column : schema_.find(table)->columns())
      names.push_back(column.name + ":" + (column.data_type ? std::string(to_string(*column.data_type)) : "?"));
    return names;
  }

  schema::Schema schema_{"shop"};
  schema::ResourceHints hints_;
  json::Value constants_ = json::Value::object();
  NormalizeOptions options_;
  Findings findings_;
  Result<void> outcome_;
  std::map<std::string, std::vector<std::string>> rows_;
  std::map<std::string, std::vector<std::string>> ids_;
};

}  // namespace decant::normalize
