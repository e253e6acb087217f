#include "duckdb/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/hash.h"
#include "duckdb/appender.h"
#include "duckdb/library.h"

namespace decant::duckdb {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class ConnectionTest : public ::testing::Test {
 protected:
  ConnectionTest() { std::filesystem::create_directories(folder_); }
  ~ConnectionTest() override { std::filesystem::remove_all(folder_); }
  ConnectionTest(const ConnectionTest&) = delete;
  ConnectionTest& operator=(const ConnectionTest&) = delete;

  static std::vector<std::int64_t> integers(Connection& connection, std::string_view sql) {
    auto rows = connection.query(sql);
    EXPECT_TRUE(rows) << to_string(rows.error());
    std::vector<std::int64_t> values;
    while (rows && rows->next().value()) {
      for (std::size_t row = 0; row < rows->size(); ++row) values.push_back(rows->column(0).at<std::int64_t>(row));
    }
    return values;
  }

  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("decant-duckdb-" + random_hex(8));
  std::filesystem::path path_ = folder_ / "it's a \"file\".duckdb";
};

TEST_F(ConnectionTest, LibraryIsFound) {
  const auto info = library_info();
  ASSERT_TRUE(info) << to_string(info.error());
  EXPECT_THAT(info->version, StartsWith("v"));
}

TEST_F(ConnectionTest, ParametersAndTypesComeBack) {
  const auto database = Database::open_memory({});
  ASSERT_TRUE(database) << to_string(database.error());
  auto connection = database->connect();
  ASSERT_TRUE(connection);
  auto rows =
      connection->query("SELECT ?::BIGINT, ?::VARCHAR, ?::TIMESTAMPTZ, ?::BOOLEAN, [1.5::DECIMAL(4,1)], '{}'::JSON",
                        {std::int64_t{-7}, "a text beyond 12 bytes", Instant{1'000'001}, Parameter{}});
  ASSERT_TRUE(rows) << to_string(rows.error());
  ASSERT_TRUE(rows->next().value());
  EXPECT_EQ(rows->column(0).at<std::int64_t>(0), -7);
  EXPECT_EQ(rows->column(1).text(0), "a text beyond 12 bytes");
  EXPECT_EQ(rows->column(2).at<std::int64_t>(0), 1'000'001);
  EXPECT_FALSE(rows->column(3).is_valid(0));
  EXPECT_EQ(rows->columns()[2].type.name(), "TIMESTAMP WITH TIME ZONE");
  EXPECT_EQ(rows->columns()[4].type.name(), "DECIMAL(4,1)[]");
  EXPECT_EQ(rows->column(4).child(0).at<std::int16_t>(0), 15);
  EXPECT_EQ(rows->columns()[5].type.name(), "JSON");
  EXPECT_FALSE(rows->next().value());
}

TEST_F(ConnectionTest, OneStatementOnly) {
  const auto database = Database::open_memory({});
  auto connection = database->connect();
  EXPECT_THAT(connection->execute("SELECT 1; SELECT 2").error().message, HasSubstr("2 SQL statements"));
  EXPECT_THAT(connection->execute(" -- nothing").error().message, HasSubstr("no SQL statement"));
  EXPECT_EQ(connection->execute(std::string_view("SELECT 1\0", 9)).error().kind, ErrorKind::usage);
  EXPECT_THAT(connection->execute("SELEC 1").error().message, HasSubstr("syntax error"));
}

TEST_F(ConnectionTest, SqlReachesNoOtherFilesAndNoSettings) {
  std::ofstream(folder_ / "secret.csv") << "a,b\n1,2\n";
  const auto database = Database::open_memory({});
  auto connection = database->connect();
  const auto file = (folder_ / "secret.csv").string();
  EXPECT_FALSE(connection->execute("SELECT * FROM read_csv('" + file + "')"));
  EXPECT_FALSE(connection->execute("COPY (SELECT 1) TO '" + (folder_ / "out.csv").string() + "'"));
  EXPECT_FALSE(connection->execute("ATTACH '" + path_.filename().string() + "'"));
  EXPECT_FALSE(connection->execute("SET enable_external_access = true"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out.csv"));
}

TEST_F(ConnectionTest, FileIsWrittenInTransactions) {
  {
    const auto database =
        Database::open_file(path_, "it", Access::read_write, {.memory_limit = 64 << 20, .threads = 1});
    ASSERT_TRUE(database) << to_string(database.error());
    auto connection = database->connect();
    ASSERT_TRUE(connection->execute("CREATE TABLE t (a BIGINT)"));
    ASSERT_TRUE(connection->begin());
    EXPECT_EQ(connection->execute("INSERT INTO t VALUES (1), (2)").value(), 2U);
    ASSERT_TRUE(connection->rollback());
    ASSERT_TRUE(connection->begin());
    EXPECT_EQ(connection->execute("INSERT INTO it.main.t VALUES (3)").value(), 1U);
    ASSERT_TRUE(connection->commit());
  }
  const auto database = Database::open_file(path_, "it", Access::read_only, {});
  ASSERT_TRUE(database) << to_string(database.error());
  auto connection = database->connect();
  EXPECT_THAT(integers(*connection, "SELECT a FROM t"), ElementsAre(3));
  EXPECT_THAT(connection->execute("INSERT INTO t VALUES (4)").error().message, HasSubstr("read-only"));
}

TEST_F(ConnectionTest, FilesKeepTheirStorageVersion) {
  const auto version_of = [&] {
    const auto database = Database::open_file(path_, "it", Access::read_write, {});
    auto connection = database->connect();
    EXPECT_TRUE(connection->execute("CREATE OR REPLACE TABLE t (a BIGINT)"));
    EXPECT_TRUE(connection->execute("CHECKPOINT it"));
    auto rows = connection->query("SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = 'it'");
    EXPECT_TRUE(rows && rows->next().value());
    return std::string(rows->column(0).text(0));
  };
  EXPECT_THAT(version_of(), StartsWith("v1.3.0"));
  EXPECT_THAT(version_of(), StartsWith("v1.3.0"));
}

TEST_F(ConnectionTest, OnlyAFileThatWasMadeIsNew) {
  const auto is_new = [&] {
    const auto database = Database::open_file(path_, "it", Access::read_write, {});
    return database ? database->is_new() : (ADD_FAILURE() << to_string(database.error()), false);
  };
  EXPECT_TRUE(is_new());
  EXPECT_FALSE(is_new());
  std::filesystem::remove(path_);
  EXPECT_TRUE(is_new());
}

TEST_F(ConnectionTest, AFileThatWasFoundHalfMadeIsNotNew) {
  const auto beside = path_.string() + ".new";
  {
    const auto database = Database::open_file(beside, "it", Access::read_write, {});
    ASSERT_TRUE(database) << to_string(database.error());
    auto connection = database->connect();
    ASSERT_TRUE(connection->execute("CREATE TABLE t (a BIGINT)"));
    ASSERT_TRUE(connection->execute("CHECKPOINT it"));
  }
  const auto database = Database::open_file(path_, "it", Access::read_write, {});
  ASSERT_TRUE(database) << to_string(database.error());
  EXPECT_FALSE(database->is_new());
  auto connection = database->connect();
  EXPECT_THAT(integers(*connection, "SELECT count(*) FROM t"), ElementsAre(0));
}

TEST_F(ConnectionTest, WhatACrashLeftOfANewFileIsMadeAnew) {
  const auto half_made = path_.string() + ".new";
  std::ofstream(half_made) << std::string(4096, 'x');
  ASSERT_TRUE(Database::open_file(path_, "it", Access::read_write, {}));
  EXPECT_TRUE(std::filesystem::exists(path_));
  EXPECT_FALSE(std::filesystem::exists(half_made));
  std::filesystem::create_hard_link(path_, half_made);
  ASSERT_TRUE(Database::open_file(path_, "it", Access::read_write, {}));
  EXPECT_FALSE(std::filesystem::exists(half_made));
}

TEST_F(ConnectionTest, HasAsManyThreadsAsAreWanted) {
  const auto threads_of = [](const Database& database) {
    auto connection = database.connect().value();
    auto rows = connection.query("SELECT CAST(current_setting('threads') AS VARCHAR)").value();
    return rows.next().value() ? std::stoi(std::string(rows.column(0).text(0))) : 0;
  };
  for (const int wanted : {1, 3}) {
    const auto threads = static_cast<unsigned>(wanted);
    EXPECT_EQ(threads_of(Database::open_memory({.threads = threads}).value()), wanted);
    EXPECT_EQ(threads_of(Database::open_file(path_, "it", Access::read_write, {.threads = threads}).value()), wanted);
  }
  const int usual = threads_of(Database::open_memory({}).value());
  EXPECT_GE(usual, 1);
  EXPECT_EQ(threads_of(Database::open_file(path_, "it", Access::read_only, {}).value()), usual);
}

/// It can be opened again at once, by another engine, while the one that let it go still runs.
TEST_F(ConnectionTest, ADetachedFileIsFree) {
  const auto first = Database::open_file(path_, "it", Access::read_write, {}).value();
  auto connection = first.connect().value();
  ASSERT_TRUE(connection.execute("CREATE TABLE t AS SELECT 1 AS n"));
  ASSERT_TRUE(connection.execute("CHECKPOINT it"));
  EXPECT_FALSE(Database::open_file(path_, "it", Access::read_write, {}));
  EXPECT_FALSE(first.has_spilled());
  ASSERT_TRUE(first.detach(connection));
  const auto second = Database::open_file(path_, "it", Access::read_write, {});
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->connect().value().query("SELECT n FROM t"));
  EXPECT_FALSE(connection.execute("SELECT n FROM it.t"));
}

TEST_F(ConnectionTest, LargeResultsAreStreamedInOrder) {
  const auto database = Database::open_memory({.memory_limit = std::nullopt, .threads = 2});
  auto connection = database->connect();
  const auto values = integers(*connection, "SELECT i FROM range(100000) r(i) ORDER BY i");
  ASSERT_EQ(values.size(), 100'000U);
  EXPECT_EQ(values.back(), 99'999);
}

TEST_F(ConnectionTest, WriterIsAloneInThisProcess) {
  const auto writer = Database::open_file(path_, "it", Access::read_write, {});
  ASSERT_TRUE(writer);
  const auto reader = Database::open_file(path_, "it", Access::read_only, {});
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().kind, ErrorKind::destination);
  EXPECT_THAT(reader.error().message, HasSubstr(path_.string() + " is in use by this process"));
}

TEST_F(ConnectionTest, ReadersGoTogether) {
  ASSERT_TRUE(Database::open_file(path_, "it", Access::read_write, {}));
  const auto first = Database::open_file(path_, "it", Access::read_only, {});
  EXPECT_TRUE(first);
  EXPECT_TRUE(Database::open_file(path_, "it", Access::read_only, {}));
  EXPECT_FALSE(Database::open_file(path_, "it", Access::read_write, {}));
}

TEST_F(ConnectionTest, FilesThatCannotBeOpenedAreNamed) {
  std::ofstream(path_) << "this is some text and no database at all, long enough to have a header"
                       << std::string(8192, 'x');
  const auto text = Database::open_file(path_, "it", Access::read_write, {});
  ASSERT_FALSE(text);
  EXPECT_THAT(text.error().message, HasSubstr("not a valid DuckDB database file"));
  EXPECT_EQ(text.error().details.file, path_.string());
  EXPECT_NE(text.error().hint, "");
  const auto nowhere = Database::open_file(folder_ / "no" / "x.duckdb", "it", Access::read_write, {});
  ASSERT_FALSE(nowhere);
  EXPECT_THAT(nowhere.error().hint, HasSubstr("folder"));
  const auto missing = Database::open_file(folder_ / "x.duckdb", "it", Access::read_only, {});
  EXPECT_FALSE(missing);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "x.duckdb"));
}

TEST_F(ConnectionTest, AppenderCopiesTextsThatItsSlotsPointTo) {
  const auto database = Database::open_memory({});
  auto connection = database->connect();
  ASSERT_TRUE(connection->execute("CREATE TABLE memory.main.t (a VARCHAR, b BIGINT, c VARCHAR)"));
  auto appender = Appender::open(*connection, "memory", "main", "t", {"c", "b"});
  ASSERT_TRUE(appender) << to_string(appender.error());
  ASSERT_TRUE(appender->prepare({std::nullopt, std::nullopt}));
  std::string text = "a text of more than twelve bytes";
  static_cast<StringSlot*>(appender->chunk().data(0))[0].set(text);
  static_cast<StringSlot*>(appender->chunk().data(0))[1].set("short");
  static_cast<std::int64_t*>(appender->chunk().data(1))[0] = 5;
  appender->chunk().validity(1)[0] = 1;
  ASSERT_TRUE(appender->append(2));
  text.assign(text.size(), '?');
  ASSERT_TRUE(appender->close());
  auto rows = connection->query("SELECT a, b, c FROM memory.main.t");
  ASSERT_TRUE(rows->next().value());
  EXPECT_FALSE(rows->column(0).is_valid(0));
  EXPECT_EQ(rows->column(1).at<std::int64_t>(0), 5);
  EXPECT_FALSE(rows->column(1).is_valid(1));
  EXPECT_EQ(rows->column(2).text(0), "a text of more than twelve bytes");
  EXPECT_EQ(rows->column(2).text(1), "short");
}

TEST_F(ConnectionTest, AppenderTellsBrokenConstraints) {
  const auto database = Database::open_memory({});
  auto connection = database->connect();
  ASSERT_TRUE(connection->execute("CREATE TABLE memory.main.t (a BIGINT NOT NULL)"));
  auto appender = Appender::open(*connection, "memory", "main", "t", {"a"});
  ASSERT_TRUE(appender->prepare({std::nullopt}));
  appender->chunk().validity(0)[0] = 0;
  ASSERT_TRUE(appender->append(1));
  EXPECT_THAT(appender->close().error().message, HasSubstr("NOT NULL constraint failed"));
  EXPECT_FALSE(Appender::open(*connection, "memory", "main", "nowhere", {"a"}));
}

}  // namespace
}  // namespace decant::duckdb
