#include "destination/duckdb/table_writer.h"

#include <algorithm>
#include <string>

#include "destination/duckdb/batch_chunks.h"
#include "destination/duckdb/row_form.h"
#include "destination/sql/quoting.h"
#include "destination/sql/written_columns.h"

namespace decant::destination {

namespace {

constexpr std::size_t kMostWriters = 4;
constexpr std::size_t kMostColumns = 128;  ///< of all writers of a table, unless one has more

std::string quoted_list(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + quote_identifier(name);
  return list;
}

}  // namespace

std::size_t writers_of(std::size_t columns) {
  return std::clamp<std::size_t>(kMostColumns / std::max<std::size_t>(columns, 1), 1, kMostWriters);
}

std::size_t most_open_columns(std::size_t columns) {
  return std::max(columns, std::min(columns * kMostWriters, kMostColumns));
}

Result<void> write_table(duckdb::Connection& connection, duckdb::RowStream& stream, const WriteTarget& target,
                         const schema::Table& table, normalize::BatchReader& rows, const OnRows& on_rows) {
  DECANT_TRY(const auto written, WrittenColumns::of(table, target.stored));
  const std::string path = target.place.path_of(target.stored.name);
  const std::string names = quoted_list(written.names);
  DECANT_TRY(const auto found, connection.query("SELECT " + names + " FROM " + path + " LIMIT 0"));
  RowForm form;
  for (std::size_t i = 0; i < written.positions.size(); ++i) {
    const auto& column = table.columns()[written.positions[i]];
    const auto& stored = found.columns()[i].type;
    // INSERT casts to the table's types by itself.
    form.add(written.positions[i], written.names[i], stored,
             ColumnWriter(*column.data_type, stored, table.name() + "." + column.name));
  }
  BatchChunks chunks(rows, table, form.filler, on_rows);
  const std::string sql = "INSERT INTO " + path + " (" + names + ") SELECT * FROM " + stream.call();
  DECANT_TRY(const auto count, stream.execute(
                                   connection, sql, form.columns, [&chunks] { return chunks.fill(); },
                                   target.order == RowOrder::kept ? 1 : writers_of(form.columns.size())));
  return chunks.check_taken(count);
}

}  // namespace decant::destination
