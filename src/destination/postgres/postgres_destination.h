#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "destination/destination.h"
#include "destination/postgres/connection.h"
#include "destination/postgres/credentials.h"
#include "destination/sql/replace_strategy.h"

namespace decant::destination {

struct PostgresOptions {
  PostgresCredentials credentials;
  std::string dataset;  ///< normalized name of the database schema
  ReplaceStrategy replace = ReplaceStrategy::delete_and_insert;
};

/// A dataset in a PostgreSQL database. There is a connection only inside a call, and as long as a QueryResult lives.
class PostgresDestination final : public Destination {
 public:
  explicit PostgresDestination(PostgresOptions options);

  [[nodiscard]] const Capabilities& capabilities() const override { return capabilities_; }
  [[nodiscard]] std::string location() const override { return printable(options_.credentials); }
  [[nodiscard]] const std::string& dataset() const override { return options_.dataset; }

  Result<DatasetInfo> inspect(std::string_view pipeline_name) override;
  Result<std::vector<std::string>> missing_rights() override;
  Result<void> read_boundary(std::string_view pipeline_name, const BoundaryKey& key,
                             state::BoundarySet& hashes) override;
  Result<schema::Provenance> read_provenance(std::string_view schema) override;
  Result<bool> has_load(std::string_view load_id) override;
  Result<LoadReport> publish(LoadRequest request) override;
  Result<void> drop() override;
  Result<std::unique_ptr<QueryResult>> query(std::string_view sql) override;

 private:
  Result<LoadReport> publish_in_transaction(PostgresConnection& connection, LoadRequest& request) const;
  [[nodiscard]] Result<bool> was_committed(const std::string& load_id, const Error& failure) const;

  PostgresOptions options_;
  Capabilities capabilities_;
};

}  // namespace decant::destination
