#include "destination/postgres/postgres_destination.h"

#include <array>
#include <utility>

#include "core/clock.h"
#include "core/fault.h"
#include "core/log.h"
#include "destination/postgres/postgres_query_result.h"
#include "destination/postgres/postgres_session.h"
#include "destination/postgres/reconnect.h"
#include "destination/postgres/rights.h"
#include "destination/provenance_row.h"
#include "destination/sql/boundary_table.h"
#include "destination/sql/dataset_info.h"
#include "destination/sql/layout.h"
#include "destination/sql/provenance_table.h"
#include "destination/sql/publication.h"
#include "destination/sql/quoting.h"
#include "destination/sql/system_rows.h"

namespace decant::destination {

namespace {

/// A session with the tables of the dataset that are wanted.
struct OpenDataset {
  static Result<std::unique_ptr<OpenDataset>> open(const PostgresOptions& options,
                                                   std::span<const std::string_view> wanted) {
    DECANT_TRY(auto connection, PostgresConnection::open(options.credentials));
    auto dataset = std::make_unique<OpenDataset>(std::move(connection), options.dataset);
    DECANT_TRY(dataset->layout.read(wanted));
    return dataset;
  }
  OpenDataset(PostgresConnection opened, const std::string& name)
      : connection(std::move(opened)), session(connection), layout(session, name) {}

  PostgresConnection connection;
  PostgresSession session;
  Layout layout;
};

}  // namespace

PostgresDestination::PostgresDestination(PostgresOptions options)
    : options_(std::move(options)),
      capabilities_{.type = "postgres", .max_identifier_length = 63, .decimal_digits = 38, .wei_digits = 78} {}

Result<DatasetInfo> PostgresDestination::inspect(std::string_view pipeline_name) {
  DECANT_TRY(auto connection, PostgresConnection::open(options_.credentials));
  PostgresSession session(connection);
  return read_dataset_info(session, options_.dataset, pipeline_name);
}

Result<std::vector<std::string>> PostgresDestination::missing_rights() {
  DECANT_TRY(auto connection, PostgresConnection::open(options_.credentials));
  return missing_postgres_rights(connection, options_.dataset);
}

Result<void> PostgresDestination::read_boundary(std::string_view pipeline_name, const BoundaryKey& key,
                                                state::BoundarySet& hashes) {
  DECANT_TRY(const auto dataset, OpenDataset::open(options_, std::array{kBoundaryTable}));
  return BoundaryTable(dataset->session, dataset->layout).read(pipeline_name, key, hashes);
}

Result<schema::Provenance> PostgresDestination::read_provenance(std::string_view schema) {
  DECANT_TRY(const auto dataset, OpenDataset::open(options_, std::array{kColumnsTable}));
  return ProvenanceTable(dataset->session, dataset->layout).read(schema);
}

Result<bool> PostgresDestination::has_load(std::string_view load_id) {
  DECANT_TRY(const auto dataset, OpenDataset::open(options_, kSystemTables));
  return SystemRows(dataset->session, dataset->layout).has_load(load_id);
}

Result<LoadReport> PostgresDestination::publish(LoadRequest request) {
  DECANT_TRY(auto connection, open_patiently(options_.credentials));
  DECANT_FAULT_POINT("publish.opened");
  DECANT_TRY(request.may_change());
  DECANT_FAULT_POINT("publish.begin");
  // Under the dataset's lock a statement must see what was committed before it was taken.
  DECANT_TRY(connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED"));
  auto report = publish_in_transaction(connection, request);
  if (!report || report->already_loaded) {
    const auto undone = connection.execute("ROLLBACK");
    // A connection that is gone has undone everything already.
    if (!undone) log(LogLevel::debug, "no rollback: " + undone.error().message);
    return report;
  }
  DECANT_FAULT_POINT("publish.after_commit");
  return report;
}

Result<LoadReport> PostgresDestination::publish_in_transaction(PostgresConnection& connection,
                                                               LoadRequest& request) const {
  PostgresSession session(connection);
  Publication publication(session, options_.dataset, request, options_.replace);
  DECANT_TRY(auto report, publication.run());
  if (report.already_loaded) return report;
  DECANT_FAULT_POINT("publish.before_commit");
  if (auto committed = connection.execute("COMMIT"); !committed) {
    DECANT_TRY(const bool loaded, was_committed(request.load_id, committed.error()));
    if (!loaded) return fail(std::move(committed).error().within("committing; nothing of the load is visible"));
  }
  if (session.locked_since()) report.locked_for = process_clock().now() - *session.locked_since();
  return report;
}

/// Decides a COMMIT whose answer did not come. The server may still be at it: the dataset's lock is its until then.
Result<bool> PostgresDestination::was_committed(const std::string& load_id, const Error& failure) const {
  if (failure.kind != ErrorKind::network) return false;
  log(LogLevel::warning, "PostgreSQL: the connection was lost during COMMIT: asking whether it was done");
  DECANT_TRY(auto connection, open_patiently(options_.credentials));
  DECANT_TRY(connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED"));
  PostgresSession session(connection);
  DECANT_TRY(session.lock(options_.dataset));
  Layout layout(session, options_.dataset);
  DECANT_TRY(layout.read(kSystemTables));
  return SystemRows(session, layout).has_load(load_id);
}

Result<void> PostgresDestination::drop() {
  DECANT_TRY(auto connection, PostgresConnection::open(options_.credentials));
  DECANT_TRY(connection.execute("DROP SCHEMA IF EXISTS " + quote_identifier(options_.dataset) + " CASCADE"));
  return {};
}

Result<std::unique_ptr<QueryResult>> PostgresDestination::query(std::string_view sql) {
  DECANT_TRY(auto dataset, OpenDataset::open(options_, {}));
  if (!dataset->layout.exists()) {
    return fail(ErrorKind::destination, "there is no dataset " + options_.dataset + " in " + location(),
                "load something into it first");
  }
  auto& connection = dataset->connection;
  DECANT_TRY(connection.execute("BEGIN READ ONLY"));
  DECANT_TRY(connection.execute("SET LOCAL search_path TO " + quote_identifier(options_.dataset)));
  return PostgresQueryResult::of(std::move(connection), sql);
}

}  // namespace decant::destination
