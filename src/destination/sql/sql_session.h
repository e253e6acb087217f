#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "destination/destination.h"
#include "destination/sql/table_indexes.h"
#include "normalize/batch.h"
#include "schema/table.h"

namespace decant::destination {

/// An instant, bound as a timestamp with time zone.
struct SqlInstant {
  Micros micros = 0;
};

/// A value bound to `$1`, `$2`, …. Texts must live until the call returns.
using SqlValue = std::variant<std::int64_t, std::string_view, SqlInstant>;

/// The cells of a row, as the database writes them; nothing for NULL. Valid while the row is looked at.
using SqlRow = std::span<const std::optional<std::string_view>>;
using EachRow = std::function<Result<void>(SqlRow)>;

/// Where tables are: in a schema of a catalog, names as the database writes them.
struct TablePlace {
  std::string catalog;  ///< empty: the only one
  std::string schema;

  /// `"catalog"."schema"`, and with a table.
  [[nodiscard]] std::string path() const;
  [[nodiscard]] std::string path_of(std::string_view table) const;
};

/// A table as it stands in the database.
struct StoredTable {
  std::string name;                  ///< as the database writes it
  std::vector<std::string> columns;  ///< names as the database writes them, in order
  bool is_new = false;               ///< made by this load
  bool folds_case = true;            ///< the database compares names without regard to case

  /// The database's name of a column, found as the database compares names; null if it is not there.
  [[nodiscard]] const std::string* find(std::string_view column) const;
};

/// A dataset as the database knows it.
struct StoredDataset {
  bool exists = false;
  std::vector<StoredTable> tables;
};

/// Told of the rows of a table that were written, a batch at a time; may be empty.
using OnRows = std::function<void(std::uint64_t)>;

/// Where rows of one load come to stand in their table.
enum class RowOrder : std::uint8_t {
  any,
  kept,  ///< in the order in which they came, as row_place() has it: a merge asks which one was first
};

/// One session of an SQL database, in a transaction that somebody else begins and ends; and what is peculiar to the
/// database. All that is alike is in the classes beside: Layout, Publication, merging, SystemRows, BoundaryTable,
/// ProvenanceTable.
class SqlSession {
 public:
  virtual ~SqlSession() = default;

  /// Runs one statement and drops its rows; returns how many rows it changed.
  virtual Result<std::uint64_t> execute(std::string_view sql, std::span<const SqlValue> values) = 0;
  Result<std::uint64_t> execute(std::string_view sql, std::initializer_list<SqlValue> values = {}) {
    return execute(sql, std::span(values.begin(), values.size()));
  }

  /// Runs one statement and shows each of its rows.
  virtual Result<void> query(std::string_view sql, std::span<const SqlValue> values, const EachRow& each) = 0;
  Result<void> query(std::string_view sql, std::initializer_list<SqlValue> values, const EachRow& each) {
    return query(sql, std::span(values.begin(), values.size()), each);
  }

  /// Whether a statement has any row.
  Result<bool> has_rows(std::string_view sql, std::initializer_list<SqlValue> values = {});

  /// Where the tables of a dataset are, and where those are that only this session sees and loses at its end.
  [[nodiscard]] virtual TablePlace place_of(const std::string& dataset) const = 0;
  [[nodiscard]] virtual TablePlace temporary_place() const = 0;

  /// A column that every table has without being asked, by which rows that one transaction put into a table are told
  /// apart and stand in the order in which they came.
  [[nodiscard]] virtual std::string row_place() const = 0;

  /// Whether the database takes names for the same that differ in case only.
  [[nodiscard]] virtual bool folds_case() const = 0;
  /// What all names have in common that the database takes for the same.
  [[nodiscard]] std::string folded(std::string_view name) const;

  /// Which of the wanted tables of a dataset are there, with their columns; names are compared as by the database.
  virtual Result<StoredDataset> read_dataset(const std::string& dataset, std::span<const std::string_view> wanted) = 0;

  /// The database's type of a column. Error of kind `schema`: there is none of that size.
  [[nodiscard]] virtual Result<std::string> type_of(const schema::Column& column) const = 0;
  /// What the definition of a column in a new table says of how its values are stored; empty: nothing.
  [[nodiscard]] virtual std::string storage_of(const schema::Column& /*column*/) const { return {}; }
  /// The statement that makes an index of a table. Empty: the database has none that takes every value of these
  /// columns, finds rows without, or is not asked to see to it that values are unique, as in dlt.
  [[nodiscard]] virtual std::string index_statement(const std::string& /*path*/, const TableIndex& /*index*/) const {
    return {};
  }
  /// Has the values of some columns (quoted) counted, where the database would plan blindly without.
  virtual Result<void> analyze(const std::string& /*path*/, const std::vector<std::string>& /*columns*/) { return {}; }

  /// Appends all rows to a table, those of `table` in the schema.
  virtual Result<void> write_rows(const TablePlace& place, const StoredTable& stored, const schema::Table& table,
                                  RowOrder order, normalize::BatchReader& rows, const OnRows& on_rows) = 0;

  /// Whether others read and write the dataset while a load is on its way. Then rows that cannot go straight into their
  /// tables are staged before the dataset is locked.
  [[nodiscard]] virtual bool is_shared() const = 0;
  /// Waits until this is the only load of a dataset; until the end of the transaction. Others may read.
  virtual Result<void> lock(const std::string& dataset) = 0;
  /// Runs a statement that changes a table which others may be reading: waits for them without letting others wait
  /// behind it for long.
  virtual Result<void> change_table(std::string_view sql) = 0;
  /// Adds columns (each `"name" type`) to a table that others may be reading.
  virtual Result<void> add_columns(const std::string& path, std::span<const std::string> definitions) = 0;
};

}  // namespace decant::destination
