#pragma once

#include <optional>
#include <string>
#include <vector>

#include "json/value.h"
#include "schema/table.h"

namespace decant::schema {

/// What a resource says of a table that nested lists of its records become. With a key of its own it is a root table:
/// its rows know no parent, and have their own load id, write disposition and contract.
struct NestedHints {
  std::vector<std::string> path = {};  ///< keys from the record to the list, not normalized: {"prices", "campaigns"}
  std::vector<Column> columns = {};    ///< names not normalized
  std::vector<std::string> primary_key = {};       ///< not normalized
  std::vector<std::string> merge_key = {};         ///< not normalized
  json::Value properties = json::Value::object();  ///< of the table: write_disposition, schema_contract, references …
};

/// What a resource says of the table that its records become. Part of a package's manifest, so a replay needs no
/// source.
struct ResourceHints {
  std::string name;
  std::string table_name;                    ///< not normalized yet; default the name
  std::string write_disposition = "append";  ///< append, replace, merge, skip
  std::vector<std::string> primary_key;      ///< not normalized
  std::vector<std::string> merge_key;        ///< not normalized
  std::vector<Column> columns;               ///< names not normalized; x-decant-… hints in `other`
  std::vector<NestedHints> nested_hints;
  std::optional<int> max_table_nesting;
  /// A value that does not go into its column ends the run (`on_type_change: fail`), whatever the contract says.
  bool type_change_fails = false;
  json::Value properties = json::Value::object();  ///< further ones of the table: references, x-merge-strategy …

  /// An object of the members above that are set; columns as lists of column documents.
  [[nodiscard]] json::Value to_json() const;
  /// Errors are of kind `package` (the manifest is damaged) or `schema` (a column).
  static Result<ResourceHints> from_json(const json::Value& document);
};

}  // namespace decant::schema
