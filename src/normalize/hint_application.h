#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "normalize/findings.h"
#include "schema/contract.h"
#include "schema/naming.h"
#include "schema/resource_hints.h"
#include "schema/schema.h"
#include "schema/table.h"

namespace decant::normalize {

struct AppliedHints {
  std::optional<schema::ContractVerdict> left_out;  ///< what leaves the root table out
  /// Nested tables whose enclosing table is not known before there is data, because objects lie between the two.
  std::vector<schema::Table> waiting;
};

/// Brings what a resource says of its tables into the schema, as far as the contract allows (dlt-normalize-load §8.2,
/// §9): the root table, and those of its nested hints. Errors: the contract is frozen (kind `contract`); the hints
/// contradict the stored table (kind `schema`).
Result<AppliedHints> apply_hints(schema::Schema& schema, const schema::ResourceHints& hints,
                                 const schema::NamingConvention& naming, Findings& findings);

/// Name of a resource's root table, normalized; empty if nothing is left of it.
std::string root_table_name(const schema::ResourceHints& hints, const schema::NamingConvention& naming);

}  // namespace decant::normalize
