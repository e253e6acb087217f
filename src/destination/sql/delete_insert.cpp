#include <optional>
#include <string>
#include <vector>

#include "core/fault.h"
#include "destination/sql/chosen_rows.h"
#include "destination/sql/staged_merge.h"

namespace decant::destination {

namespace {

Result<void> remove_replaced(SqlSession& session, const MergeKeys& keys, const StagedChain& staged) {
  DECANT_TRY(keys.analyze(session, staged.path(0)));
  std::vector<std::string> matches;
  for (const auto& same : keys.keys_among("d", staged.path(0)))
    matches.push_back("FROM " + keys.root_path + " AS d WHERE " + same);
  if (!keys.nested.empty()) {
    const std::string replaced = session.temporary_place().path_of("decant_replaced");
    std::vector<std::string> ids;
    ids.reserve(matches.size());
    for (const auto& match : matches) ids.push_back("SELECT d." + keys.row_key + " AS id " + match);
    DECANT_TRY(session.execute("CREATE TEMPORARY TABLE " + replaced + " AS " + joined(ids, " UNION ")));
    DECANT_TRY(session.analyze(replaced, {"id"}));
    for (const auto& nested : keys.nested) {
      DECANT_TRY(session.execute("DELETE FROM " + nested.path + " WHERE " + nested.root_key + " IN (SELECT id FROM " +
                                 replaced + ")"));
    }
    DECANT_TRY(session.execute("DROP TABLE " + replaced));
  }
  for (const auto& match : matches) DECANT_TRY(session.execute("DELETE " + match));
  return {};
}

}  // namespace

Result<void> merge_by_delete_insert(SqlSession& session, const MergeKeys& keys, const StagedChain& staged) {
  const bool may_drop = !keys.stays.empty() || (!keys.primary.empty() && !keys.deduplicated);
  std::optional<ChosenRows> chosen;
  if (may_drop) {
    DECANT_TRY(chosen, ChosenRows::choose(session, staged, keys, Winner::first));
  }
  DECANT_TRY(remove_replaced(session, keys, staged));
  DECANT_FAULT_POINT("publish.replaced_removed");
  DECANT_TRY(staged.insert(0, keys.root_path, chosen ? chosen->on_root("stays") : ""));
  for (const auto& nested : keys.nested) {
    if (!staged.has(nested.index)) continue;
    DECANT_TRY(staged.insert(nested.index, nested.path, chosen ? chosen->on_nested(nested, "stays") : ""));
  }
  return chosen ? chosen->drop() : Result<void>{};
}

}  // namespace decant::destination
