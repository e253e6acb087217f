#include "schema/contract.h"

#include <algorithm>
#include <array>

#include "schema/system_tables.h"

namespace decant::schema {

namespace {

constexpr std::array<std::string_view, 4> kModes = {"evolve", "freeze", "discard_row", "discard_value"};
constexpr std::array<std::string_view, 3> kEntities = {"tables", "columns", "data_type"};
constexpr std::string_view kNormalizer = "x-normalizer";
constexpr std::string_view kEvolveOnce = "evolve-columns-once";

Result<ContractMode> mode_from(const json::Value& value) {
  if (value.is_null()) return ContractMode::evolve;
  if (value.is_string()) {
    const auto* const found = std::find(kModes.begin(), kModes.end(), value.as_string());
    if (found != kModes.end()) return static_cast<ContractMode>(found - kModes.begin());
  }
  return fail(ErrorKind::schema,
              "schema_contract has " +
                  (value.is_string() ? "the mode \"" + value.as_string() + "\"" : "a mode that is no text"),
              "Modes: evolve, freeze, discard_row, discard_value.");
}

/// Whether a property of the type is given that differs from the stored one.
bool changes_type(const Column& column, const Column& stored) {
  return (column.data_type && column.data_type != stored.data_type) ||
         (column.nullable && column.nullable != stored.nullable) ||
         (column.precision && column.precision != stored.precision) || (column.scale && column.scale != stored.scale) ||
         (column.timezone && column.timezone != stored.timezone);
}

}  // namespace

std::string_view to_string(ContractMode mode) { return kModes.at(static_cast<std::size_t>(mode)); }
std::string_view to_string(ContractEntity entity) { return kEntities.at(static_cast<std::size_t>(entity)); }

Result<Contract> Contract::from_json(const json::Value& value) {
  Contract contract;
  if (!value.is_object()) {
    DECANT_TRY(const ContractMode mode, mode_from(value));
    return Contract{mode, mode, mode};
  }
  const std::array modes = {&contract.tables, &contract.columns, &contract.data_type};
  for (const auto& [key, mode] : value.as_object()) {
    const auto* const entity = std::find(kEntities.begin(), kEntities.end(), key);
    if (entity == kEntities.end())
      return fail(ErrorKind::schema, "schema_contract names \"" + key + "\"",
                  "It may name tables, columns and data_type.");
    DECANT_TRY(*modes.at(static_cast<std::size_t>(entity - kEntities.begin())), mode_from(mode));
  }
  return contract;
}

ContractVerdict judge_table(const Contract& contract) { return {ContractEntity::tables, contract.tables}; }

ContractVerdict judge_column(const Contract& contract, const Table* table, const Column& column) {
  const ContractVerdict allowed{ContractEntity::columns, ContractMode::evolve};
  if (is_system_name(column.name)) return allowed;
  const Column* const stored = table == nullptr ? nullptr : table->find(column.name);
  const bool is_new = stored == nullptr || !stored->data_type;
  if (column.variant || (!is_new && changes_type(column, *stored)))
    return {ContractEntity::data_type, contract.data_type};
  if (!is_new || table == nullptr || is_new_table(*table) || evolves_columns_once(*table)) return allowed;
  return {ContractEntity::columns, contract.columns};
}

bool is_new_table(const Table& table) {
  return std::none_of(table.columns().begin(), table.columns().end(),
                      [](const Column& column) { return column.data_type.has_value(); });
}

bool evolves_columns_once(const Table& table) {
  const json::Value* normalizer = table.properties().find(kNormalizer);
  return normalizer != nullptr && normalizer->bool_or(kEvolveOnce, false);
}

void let_columns_evolve_once(Table& table) { table.properties()[kNormalizer][kEvolveOnce] = true; }

Error contract_error(const ContractVerdict& verdict, std::string_view table, std::string_view column,
                     std::string_view change) {
  std::string message = "the contract forbids " + std::string(change) + ": ";
  if (!column.empty()) message += "column \"" + std::string(column) + "\" of ";
  message += "table \"" + std::string(table) + "\" (" + std::string(to_string(verdict.entity)) + ": " +
             std::string(to_string(verdict.mode)) + ")";
  return {.kind = ErrorKind::contract,
          .message = std::move(message),
          .hint =
              "Allow it with schema_contract (evolve), leave such data out (discard_row, discard_value), or "
              "correct the data.",
          .details = {},
          .context = {}};
}

}  // namespace decant::schema
