#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/loaded_state.h"
#include "destination/sql/layout.h"
#include "destination/sql/replace_strategy.h"
#include "destination/sql/sql_session.h"
#include "destination/sql/staged_chain.h"

namespace decant::destination {

/// One load on its way into a dataset: everything that happens inside the one transaction.
///
/// Rows go straight into their tables where that disturbs nobody: where the tables are new, or stay as they are and get
/// more rows. Where others read the dataset meanwhile, all other rows are staged first, so that the dataset's lock and
/// those of its tables are held for the last statements only.
class Publication {
 public:
  Publication(SqlSession& session, const std::string& dataset, LoadRequest& request,
              ReplaceStrategy replace = ReplaceStrategy::delete_and_insert)
      : session_(session), dataset_(dataset), replace_(replace), layout_(session, dataset), request_(request) {}

  /// Brings the dataset to what the request wants, within a transaction that the caller began and ends. If the report
  /// says already_loaded, nothing was changed.
  Result<LoadReport> run();

  /// Behind run(): what the dataset knows of the pipeline now.
  [[nodiscard]] Result<DatasetInfo> left();

 private:
  /// A root table and those nested in it.
  struct Chain {
    std::span<TableLoad> loads;
    std::size_t number = 0;
    std::optional<StagedChain> staged;
  };

  Result<void> read_dataset();
  [[nodiscard]] std::vector<Chain> chains() const;
  [[nodiscard]] bool is_swapped(const Chain& chain) const;
  [[nodiscard]] Result<bool> wants_staging(const Chain& chain) const;
  Result<void> stage(Chain& chain);
  void forget_dropped();
  Result<void> drop_tables();
  Result<void> truncate_tables();
  Result<void> migrate_system_tables();
  Result<void> migrate(const Chain& chain);
  Result<void> load(Chain& chain);
  Result<void> replace(Chain& chain);
  Result<void> swap(Chain& chain);
  Result<void> swap_in(const TableLoad& load, const std::string& beside);
  Result<void> merge(Chain& chain);
  Result<void> append(Chain& chain);
  Result<void> write(std::span<TableLoad> loads, RowOrder order);
  Result<void> write(const TableLoad& load, RowOrder order);
  Result<void> write(const TableLoad& load, const StoredTable& stored, RowOrder order);
  Result<void> store_schema();
  Result<void> store_state();
  Result<void> store_boundaries();
  Result<void> store_provenance();
  Result<void> store_load();

  SqlSession& session_;
  const std::string& dataset_;
  ReplaceStrategy replace_;
  Layout layout_;
  LoadRequest& request_;
  std::optional<LoadedState> newest_;  ///< the one that was there
  LoadReport report_;
  std::vector<std::string> dropped_;  ///< paths
};

}  // namespace decant::destination
