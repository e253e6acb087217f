#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "destination/sql/layout.h"
#include "destination/sql/sql_session.h"
#include "schema/provenance.h"

namespace decant::destination {

/// The table `_decant_columns` of a dataset, in the connection's transaction. `layout` must have read it.
class ProvenanceTable {
 public:
  ProvenanceTable(SqlSession& session, Layout& layout) : session_(session), layout_(layout) {}

  /// Whether the dataset has the table.
  [[nodiscard]] bool exists() const;

  /// What it says of a schema; a missing table says nothing.
  Result<schema::Provenance> read(std::string_view schema);

  /// Adds what is said of a schema to what the table has, but for what that has of dropped tables; makes the table if
  /// it is needed.
  Result<void> merge(std::string_view schema, const schema::Provenance& provenance,
                     std::span<const std::string> dropped_tables);

 private:
  SqlSession& session_;
  Layout& layout_;
};

}  // namespace decant::destination
