#pragma once

#include <string>

#include "core/result.h"
#include "core/time.h"
#include "destination/sql/merge_keys.h"
#include "destination/sql/sql_session.h"
#include "destination/sql/staged_chain.h"
#include "schema/table.h"

namespace decant::destination {

/// Merges a staged chain by scd2, which keeps the history of its rows: a row that does not come again (with merge keys:
/// whose key came with another row) is retired, that is, valid to the boundary; one that is not active yet is inserted,
/// valid from it. Nested rows stay with the version of the row that they came with.
class HistoryMerge {
 public:
  /// `boundary`: when the load happened; the table's own `x-boundary-timestamp` goes before. Fails for a table without
  /// the columns of a history.
  static Result<HistoryMerge> of(SqlSession& session, const schema::Table& root, Micros boundary);

  Result<void> run(const MergeKeys& keys, const StagedChain& staged);

 private:
  explicit HistoryMerge(SqlSession& session) : session_(session) {}
  Result<void> retire(const MergeKeys& keys, const StagedChain& staged);
  Result<void> insert_versions(const MergeKeys& keys, const StagedChain& staged);
  Result<void> insert_nested(const MergeKeys& keys, const MergeKeys::Nested& nested, const StagedChain& staged);

  SqlSession& session_;
  // SQL, identifiers quoted.
  std::string version_;  ///< the column that tells versions of a row apart
  std::string from_;     ///< the columns of the time in which a version is valid
  std::string to_;
  std::string boundary_;   ///< a literal
  std::string active_;     ///< what active versions are valid to: a literal or NULL
  std::string is_active_;  ///< condition
};

}  // namespace decant::destination
