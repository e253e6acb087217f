#include "destination/duckdb/table_writer.h"

#include <algorithm>
#include <string>

#include "destination/duckdb/batch_chunks.h"
#include "destination/duckdb/row_form.h"
#include "destination/sql/quoting.h"
#include "destination/sql/written_columns.h"

namespace decant::destination {

namespace {

constexpr std::size_t kMostParallelColumns = 256;  // of all tables of a load
constexpr std::size_t kSmallRowGroup = 24'576;     // a fifth of the usual size: five make one
constexpr std::uint64_t kLongTable = 1'000'000;    // rows
constexpr std::size_t kMostInUsualGroups = 64;     // columns: a row group of wider tables fills the memory
constexpr std::size_t kMostWriters = 4;
constexpr std::size_t kMostColumns = 128;  ///< of all writers of a table, unless one has more

std::string quoted_list(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + quote_identifier(name);
  return list;
}

}  // namespace

bool writes_in_parallel(const LoadShape& load) { return load.columns <= kMostParallelColumns; }

std::optional<std::size_t> row_group_of(const LoadShape& load) {
  if (load.longest >= kLongTable && load.widest <= kMostInUsualGroups) return std::nullopt;
  return kSmallRowGroup;
}

std::size_t writers_of(std::size_t columns) {
  return std::clamp<std::size_t>(kMostColumns / std::max<std::size_t>(columns, 1), 1, kMostWriters);
}

std::size_t most_open_columns(std::size_t columns) {
  return std::max(columns, std::min(columns * kMostWriters, kMostColumns));
}

Result<void> write_table(duckdb::Connection& connection, duckdb::RowStream& stream, const TablePlace& place,
                         const StoredTable& stored, const schema::Table& table, RowOrder order,
                         normalize::BatchReader& rows, const OnRows& on_rows) {
  DECANT_TRY(const auto written, WrittenColumns::of(table, stored));
  const std::string path = place.path_of(stored.name);
  const std::string names = quoted_list(written.names);
  DECANT_TRY(const auto found, connection.query("SELECT " + names + " FROM " + path + " LIMIT 0"));
  RowForm form;
  for (std::size_t i = 0; i < written.positions.size(); ++i) {
    const auto& column = table.columns()[written.positions[i]];
    const auto& type = found.columns()[i].type;
    // INSERT casts to the table's types by itself.
    form.add(written.positions[i], written.names[i], type,
             ColumnWriter(*column.data_type, type, table.name() + "." + column.name));
  }
  BatchChunks chunks(rows, table, form.filler, on_rows);
  const std::string sql = "INSERT INTO " + path + " (" + names + ") SELECT * FROM " + stream.call();
  DECANT_TRY(const auto count, stream.execute(
                                   connection, sql, form.columns, [&chunks] { return chunks.fill(); },
                                   order == RowOrder::kept ? 1 : writers_of(form.columns.size())));
  return chunks.check_taken(count);
}

}  // namespace decant::destination
