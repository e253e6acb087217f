#pragma once

#include <string_view>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/sql/layout.h"
#include "destination/sql/sql_session.h"
#include "state/boundary.h"

namespace decant::destination {

/// Name of the table of boundary hashes (docs/formats/boundary.md).
inline constexpr std::string_view kBoundaryTable = "_decant_boundary";

/// The table `_decant_boundary` of a dataset, in the connection's transaction. `layout` must have read it.
class BoundaryTable {
 public:
  BoundaryTable(SqlSession& session, Layout& layout) : session_(session), layout_(layout) {}

  /// Adds the hashes of a cursor to `hashes`; a missing table has none.
  Result<void> read(std::string_view pipeline_name, const BoundaryKey& key, state::BoundarySet& hashes);

  /// Does what a load says; makes the table if it is needed.
  Result<void> change(std::string_view pipeline_name, std::string_view load_id, BoundaryLoad& load);

 private:
  Result<void> remove(std::string_view pipeline_name, const BoundaryKey& key);

  SqlSession& session_;
  Layout& layout_;
};

}  // namespace decant::destination
