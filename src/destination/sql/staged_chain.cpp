#include "destination/sql/staged_chain.h"

#include <algorithm>
#include <utility>

#include "core/fault.h"
#include "destination/sql/merge_keys.h"
#include "destination/sql/quoting.h"

namespace decant::destination {

namespace {

/// A name that no column of the chain has.
std::string free_column(std::span<const TableLoad> chain) {
  std::string name = "decant_record";
  const auto is_taken = [&](const TableLoad& load) {
    const auto& columns = load.table->columns();
    return std::any_of(columns.begin(), columns.end(),
                       [&](const schema::Column& column) { return fold_case(column.name) == name; });
  };
  while (std::any_of(chain.begin(), chain.end(), is_taken)) name += '_';
  return name;
}

schema::Column bigint_column(const std::string& name) {
  schema::Column column;
  column.name = name;
  column.data_type = schema::DataType::bigint;
  return column;
}

}  // namespace

Result<StagedChain> StagedChain::write(SqlSession& session, const Layout& layout, std::span<TableLoad> chain,
                                       std::size_t number, bool is_numbered, const OnTableRows& on_rows) {
  StagedChain staged(session);
  if (is_numbered) staged.record_ = quote_identifier(free_column(chain));
  for (std::size_t i = 0; i < chain.size(); ++i) {
    staged.tables_.emplace_back();
    if (!chain[i].rows) continue;
    const std::string name = "decant_new_" + std::to_string(number) + "_" + std::to_string(i);
    auto written = staged.write_table(chain[i], layout, name, on_rows);
    if (!written) return fail(std::move(written).error().within("loading table " + chain[i].table->name()));
    DECANT_FAULT_POINT("publish.after_table");
  }
  return staged;
}

/// The temporary table has the columns of the dataset's table as they are there, and those that are still to come.
Result<void> StagedChain::write_table(const TableLoad& load, const Layout& layout, const std::string& name,
                                      const OnTableRows& on_rows) {
  const StoredTable* const stored = layout.find(load.table->name());
  schema::Table table = *load.table;
  if (is_numbered()) table.add(bigint_column(record_.substr(1, record_.size() - 2)));
  StoredTable temporary{.name = name, .columns = {}, .is_new = true, .folds_case = session_->folds_case()};
  std::vector<std::string> definitions;
  for (const auto& column : table.columns()) {
    if (!column.data_type) continue;
    const std::string* const there = stored == nullptr ? nullptr : stored->find(column.name);
    temporary.columns.push_back(there == nullptr ? column.name : *there);
    const std::string quoted = quote_identifier(temporary.columns.back());
    if (there == nullptr) {
      DECANT_TRY(const auto type, session_->type_of(column));
      definitions.push_back(std::string("CAST(NULL AS ").append(type).append(") AS ").append(quoted));
    } else {
      definitions.push_back(quoted);
    }
  }
  const TablePlace place = session_->temporary_place();
  Table& staged = tables_.back().emplace(Table{.path = place.path_of(name), .columns = {}});
  for (const auto& column : temporary.columns) staged.columns.push_back(quote_identifier(column));
  if (is_numbered()) staged.columns.pop_back();
  DECANT_TRY(session_->execute("CREATE TEMPORARY TABLE " + staged.path + " AS SELECT " + joined(definitions, ", ") +
                               (stored == nullptr ? "" : " FROM " + layout.path_of(stored->name)) + " WITH NO DATA"));
  const auto progress = [&](std::uint64_t rows) {
    if (on_rows) on_rows(*load.table, rows);
  };
  return session_->write_rows(place, temporary, table, RowOrder::kept, *load.rows, progress);
}

Result<void> StagedChain::insert(std::size_t index, const std::string& into, const std::string& condition) const {
  const std::string columns = joined(tables_[index]->columns, ", ");
  DECANT_TRY(session_->execute("INSERT INTO " + into + " (" + columns + ") SELECT " + columns + " FROM " +
                               tables_[index]->path + (condition.empty() ? "" : " WHERE " + condition)));
  return {};
}

Result<void> StagedChain::drop() const {
  for (const auto& table : tables_) {
    if (table) DECANT_TRY(session_->execute("DROP TABLE " + table->path));
  }
  return {};
}

}  // namespace decant::destination
