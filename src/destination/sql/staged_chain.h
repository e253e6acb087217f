#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/sql/layout.h"
#include "destination/sql/sql_session.h"

namespace decant::destination {

/// The new rows of a chain of tables (a root table and those nested in it) in temporary tables of the session. These
/// have no constraints, so duplicates of a key do no harm there, and the tables of the dataset are touched by the last
/// statements only.
class StagedChain {
 public:
  /// Told of the rows that were written for a table of the chain.
  using OnTableRows = std::function<void(const schema::Table&, std::uint64_t)>;

  /// Writes the rows. The tables of the dataset need not be there yet, nor all their columns. `number` tells the chains
  /// of a session apart. `is_numbered`: the batches say which record each row came from.
  static Result<StagedChain> write(SqlSession& session, const Layout& layout, std::span<TableLoad> chain,
                                   std::size_t number, bool is_numbered, const OnTableRows& on_rows);

  /// Whether the table at an index of the chain has new rows.
  [[nodiscard]] bool has(std::size_t index) const { return tables_[index].has_value(); }
  /// Path of its temporary table.
  [[nodiscard]] const std::string& path(std::size_t index) const { return tables_[index]->path; }
  /// Its columns, quoted, without the number of the record.
  [[nodiscard]] const std::vector<std::string>& columns(std::size_t index) const { return tables_[index]->columns; }

  /// Whether rows say which record they came from.
  [[nodiscard]] bool is_numbered() const { return !record_.empty(); }
  /// The number of the record (quoted) if there is one, else what tells the rows of the root table apart: ascending in
  /// the order in which they came.
  [[nodiscard]] std::string place() const { return is_numbered() ? record_ : session_->row_place(); }

  /// Inserts rows of a temporary table into the dataset's: those that meet a condition (empty: all).
  Result<void> insert(std::size_t index, const std::string& into, const std::string& condition) const;

  /// Removes the temporary tables.
  Result<void> drop() const;

 private:
  struct Table {
    std::string path;
    std::vector<std::string> columns;
  };
  explicit StagedChain(SqlSession& session) : session_(&session) {}
  Result<void> write_table(const TableLoad& load, const Layout& layout, const std::string& name,
                           const OnTableRows& on_rows);

  SqlSession* session_;
  std::vector<std::optional<Table>> tables_;
  std::string record_;  ///< quoted; empty: rows are not numbered
};

}  // namespace decant::destination
