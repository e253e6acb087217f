#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "destination/load_fixture.h"
#include "destination/postgres/postgres_destination.h"
#include "destination/postgres/test_server.h"

namespace decant::destination {

/// Loads into a dataset of its own on the tests' server.
class PostgresDestinationTest : public LoadTest {
 protected:
  PostgresDestinationTest() { dataset_ = "shop_" + random_hex(6); }
  ~PostgresDestinationTest() override { static_cast<void>(target()->drop()); }
  PostgresDestinationTest(const PostgresDestinationTest&) = delete;
  PostgresDestinationTest& operator=(const PostgresDestinationTest&) = delete;

  [[nodiscard]] std::unique_ptr<Destination> target() const override { return with(credentials_); }
  [[nodiscard]] std::unique_ptr<Destination> with(const PostgresCredentials& credentials) const {
    return std::make_unique<PostgresDestination>(PostgresOptions{.credentials = credentials, .dataset = dataset_});
  }

  schema::Column sized(std::string name, schema::DataType type, int precision, std::optional<int> scale = {}) {
    auto column = column_of(std::move(name), type);
    column.precision = precision;
    column.scale = scale;
    return column;
  }

  PostgresCredentials credentials_ = PostgresTestServer::get().credentials();
};

}  // namespace decant::destination
