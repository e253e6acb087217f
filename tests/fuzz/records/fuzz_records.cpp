// Any bytes as a JSON record: it is refused, or it becomes rows whose numbers fit together. Nothing crashes, nothing is
// lost.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "core/hash.h"
#include "json/document.h"
#include "json/parser.h"
#include "normalize/batch_store.h"
#include "normalize/normalizer.h"
#include "schema/resource_hints.h"
#include "schema/schema.h"

namespace {

using namespace decant;

constexpr int kMostLevels = 3;  // of nested tables; deeper lists become JSON columns

void check_column(const normalize::ColumnData& column, std::size_t rows) {
  if (column.valid.empty()) return;  // null in all rows
  DECANT_CHECK(column.valid.size() * 64 >= rows);
  if (column.is_fixed()) {
    DECANT_CHECK(column.fixed.size() == rows);
  } else {
    DECANT_CHECK(column.offsets.size() == rows + 1);
    DECANT_CHECK(column.offsets.back() == column.bytes.size());
  }
}

// Rows that the store hands out for a table.
std::uint64_t rows_read(normalize::BatchStore& store, const schema::Table& table) {
  const auto reader = store.read(table);
  std::uint64_t rows = 0;
  while (true) {
    const auto batch = reader->next();
    DECANT_CHECK(batch.has_value());
    if (!batch->has_value()) return rows;
    rows += (*batch)->rows;
    DECANT_CHECK((*batch)->columns.size() == table.columns().size());
    for (const auto& column : (*batch)->columns) check_column(column, (*batch)->rows);
  }
}

bool is_record(std::string_view padded_text) {
  json::Parser parser;
  json::Document document;
  return parser.parse_in_place(padded_text, document).has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string buffer(data, data + size);
  buffer.append(json::kPadding, '\0');
  const std::string_view text(buffer.data(), size);
  if (size == 0 || !is_record(text)) return 0;

  schema::Schema schema("fuzz");
  schema::ResourceHints hints;
  hints.name = "records";
  hints.table_name = "records";
  hints.max_table_nesting = kMostLevels;
  normalize::Findings findings;
  normalize::BatchStore store(std::filesystem::temp_directory_path() / ("decant-fuzz-" + random_hex(8)), 1 << 20);
  auto normalizer = normalize::Normalizer::make(schema, hints, "1.5", store, findings, {});
  DECANT_CHECK(normalizer.has_value());
  const normalize::RecordSpan spans[] = {{.index = 0, .begin = 0, .end = static_cast<std::uint32_t>(size)},
                                         {.index = 1, .begin = 0, .end = static_cast<std::uint32_t>(size)}};
  const normalize::RecordPage page{.sequence = "", .page = 0, .text = text, .records = spans, .constants = nullptr};
  if (!(*normalizer)->add(page) || !(*normalizer)->finish()) return 0;

  DECANT_CHECK((*normalizer)->records() == 2);
  // more than two where lists stand under keys without a name: their rows are of the enclosing table
  DECANT_CHECK(store.rows().at((*normalizer)->root_table()) >= 2);
  const auto counts = store.rows();
  for (const auto& [name, rows] : counts) {
    const auto* table = schema.find(name);
    DECANT_CHECK(table != nullptr);
    // The same record twice: every nested table has an even number of rows.
    DECANT_CHECK(rows % 2 == 0);
    DECANT_CHECK(rows_read(store, *table) == rows);
  }
  return 0;
}
