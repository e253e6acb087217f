#include "destination/sql/chosen_rows.h"

namespace decant::destination {

Result<ChosenRows> ChosenRows::choose(SqlSession& session, const StagedChain& staged, const MergeKeys& keys,
                                      Winner winner) {
  ChosenRows chosen(session, staged);
  const std::string place = staged.place();
  std::string number = "1";
  if (!keys.primary.empty() && !keys.deduplicated) {
    number = "CASE WHEN " + joined(suffixed(keys.primary, " IS NULL"), " OR ") +
             " THEN 1 ELSE row_number() OVER (PARTITION BY " + joined(keys.primary, ", ") + " ORDER BY " +
             (keys.dedup_order.empty() ? "" : keys.dedup_order + ", ") + place +
             (winner == Winner::last ? " DESC" : "") + ") END";
  }
  DECANT_TRY(session.execute("CREATE TEMPORARY TABLE " + chosen.path_ + " AS SELECT place, id, stays FROM (SELECT " +
                             place + " AS place, " + (keys.row_key.empty() ? "NULL" : keys.row_key) + " AS id, " +
                             (keys.stays.empty() ? "true" : keys.stays) + " AS stays, " + number + " AS number FROM " +
                             staged.path(0) + ") AS numbered WHERE number = 1"));
  DECANT_TRY(session.analyze(chosen.path_, {"place", "id"}));
  return chosen;
}

std::string ChosenRows::on_root(const std::string& restriction) const {
  return staged_->place() + " IN (SELECT place FROM " + path_ + " WHERE " + restriction + ")";
}

/// Where records are numbered, their keys do not tell the rows nested in them apart.
std::string ChosenRows::on_nested(const MergeKeys::Nested& nested, const std::string& restriction) const {
  if (staged_->is_numbered()) return on_root(restriction);
  return nested.root_key + " IN (SELECT id FROM " + path_ + " WHERE " + restriction + ")";
}

Result<void> ChosenRows::drop() const {
  DECANT_TRY(session_->execute("DROP TABLE " + path_));
  return {};
}

}  // namespace decant::destination
