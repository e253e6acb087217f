#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"
#include "destination/sql/merge_keys.h"
#include "destination/sql/sql_session.h"
#include "destination/sql/staged_chain.h"

namespace decant::destination {

/// Which of several new rows of a primary key counts. `dedup_sort` comes first; this decides among rows that it leaves
/// equal.
enum class Winner : std::uint8_t { first, last };

/// The new root rows of a staged chain that count: one of each primary key, and all without a whole key. They stand in
/// a temporary table: `place` (StagedChain::place), `id` (the row key), `stays` (false: the row says that its key is
/// deleted).
class ChosenRows {
 public:
  static Result<ChosenRows> choose(SqlSession& session, const StagedChain& staged, const MergeKeys& keys,
                                   Winner winner);

  [[nodiscard]] const std::string& path() const { return path_; }

  /// Conditions on rows of the staged root table, and on rows nested in those: that they are of the chosen ones;
  /// `restriction` (on this table) narrows these.
  [[nodiscard]] std::string on_root(const std::string& restriction = "true") const;
  [[nodiscard]] std::string on_nested(const MergeKeys::Nested& nested, const std::string& restriction = "true") const;

  Result<void> drop() const;

 private:
  ChosenRows(SqlSession& session, const StagedChain& staged)
      : session_(&session), staged_(&staged), path_(session.temporary_place().path_of("decant_chosen")) {}

  SqlSession* session_;
  const StagedChain* staged_;
  std::string path_;
};

}  // namespace decant::destination
