#pragma once

#include <span>
#include <string>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/sql/layout.h"
#include "destination/sql/sql_session.h"

namespace decant::destination {

/// One load on its way into a dataset: everything that happens inside the one transaction.
class Publication {
 public:
  Publication(SqlSession& session, const std::string& dataset, LoadRequest& request)
      : session_(session), layout_(session, dataset), request_(request) {}

  /// Brings the dataset to what the request wants, within a transaction that the caller began and ends. If the report
  /// says already_loaded, nothing was changed.
  Result<LoadReport> run();

 private:
  Result<void> remove_tables();
  Result<void> migrate();
  Result<void> store_schema();
  Result<void> load_chain(std::span<TableLoad> chain);
  Result<void> replace(std::span<TableLoad> chain);
  Result<void> merge(std::span<TableLoad> chain);
  Result<void> append(std::span<TableLoad> loads);
  Result<void> append(const TableLoad& load);
  Result<void> store_state();
  Result<void> store_provenance();
  Result<void> store_load();

  SqlSession& session_;
  Layout layout_;
  LoadRequest& request_;
  LoadReport report_;
};

}  // namespace decant::destination
