#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"
#include "json/value.h"
#include "schema/table.h"

namespace decant::schema {

/// What happens to data that would change the schema.
enum class ContractMode : std::uint8_t {
  evolve,         ///< the schema changes
  freeze,         ///< the run fails
  discard_row,    ///< the row is left out, with the rows nested in it
  discard_value,  ///< the value is left out
};
std::string_view to_string(ContractMode mode);

/// What a change is about.
enum class ContractEntity : std::uint8_t { tables, columns, data_type };
std::string_view to_string(ContractEntity entity);

/// The modes that hold for a table (dlt-normalize-load §9).
struct Contract {
  ContractMode tables = ContractMode::evolve;
  ContractMode columns = ContractMode::evolve;
  ContractMode data_type = ContractMode::evolve;

  /// Reads `schema_contract` of a table, of a schema's settings or of a configuration: one mode for all entities, or an
  /// object of modes. Entities that are not named, and a null, evolve. Error of kind `schema`.
  static Result<Contract> from_json(const json::Value& value);

  [[nodiscard]] bool evolves() const { return *this == Contract{}; }
  friend bool operator==(const Contract&, const Contract&) = default;
};

/// What a contract says of one change.
struct ContractVerdict {
  ContractEntity entity = ContractEntity::tables;
  ContractMode mode = ContractMode::evolve;

  [[nodiscard]] bool allows() const { return mode == ContractMode::evolve; }
};

/// Of a table that data or hints would add. Where it is not allowed, whatever the mode but `freeze`: the table with all
/// its rows, and the tables nested in it, are left out for the rest of the run.
ContractVerdict judge_table(const Contract& contract);

/// Of a column that data or hints would add or change. `table`: as it is before the change; null if there is none.
/// dlt's own columns are always allowed, and so are new columns of a new table.
ContractVerdict judge_column(const Contract& contract, const Table* table, const Column& column);

/// Whether a table counts as new: it has no column whose type is known.
bool is_new_table(const Table& table);

/// Whether columns may still be added once to a table whose columns are frozen: it was new when its hints were applied
/// and has seen no package since.
bool evolves_columns_once(const Table& table);

/// Notes that, for a table that is new while `columns` does not evolve.
void let_columns_evolve_once(Table& table);

/// The error for a verdict with mode `freeze`. `column` is empty if it is about the table. Kind `contract`.
Error contract_error(const ContractVerdict& verdict, std::string_view table, std::string_view column,
                     std::string_view change);

}  // namespace decant::schema
