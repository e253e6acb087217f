#pragma once

#include "core/result.h"
#include "destination/sql/merge_keys.h"
#include "destination/sql/sql_session.h"
#include "destination/sql/staged_chain.h"

namespace decant::destination {

/// Merges a staged chain by delete-insert. A stored row goes if its primary key, or its merge key, is that of a new
/// row, and with it what is nested in it; of new rows with one primary key the first stays (or the one that
/// `dedup_sort` puts first). NULL equals nothing.
Result<void> merge_by_delete_insert(SqlSession& session, const MergeKeys& keys, const StagedChain& staged);

/// Merges a staged chain by upsert: the last new row of a primary key updates the stored one, or is inserted; what is
/// nested in it becomes what came with it. A row that says that its key is deleted removes the stored one; if there is
/// none, it is inserted, as in dlt.
Result<void> merge_by_upsert(SqlSession& session, const MergeKeys& keys, const StagedChain& staged);

/// Merges a staged chain by insert-only: the first new row of a primary key that is not there yet is inserted. Stored
/// rows stay as they are, but get nested rows that they did not have: a longer list adds its further elements.
Result<void> merge_by_insert_only(SqlSession& session, const MergeKeys& keys, const StagedChain& staged);

}  // namespace decant::destination
