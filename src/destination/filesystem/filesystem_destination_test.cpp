#include "destination/filesystem/filesystem_destination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>

#include "core/folder_lock.h"
#include "destination/filesystem/files_fixture.h"
#include "destination/sql/quoting.h"

namespace decant::destination {
namespace {

namespace fs = std::filesystem;
using schema::DataType;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

using FilesystemDestinationTest = FilesTest;

TEST_F(FilesystemDestinationTest, FilesLieAsDltLaysThem) {
  add_root("orders", "append");
  ASSERT_TRUE(done(target()->publish(with_state(request("1700000000.5", {{"orders", {{{"1", "a", "l", "x"}}}}}), 1))));
  EXPECT_THAT(files("_dlt_loads"), ElementsAre("_dlt_loads/shop__1700000000.5.jsonl"));
  EXPECT_THAT(files("_dlt_version"),
              ElementsAre(testing::MatchesRegex("_dlt_version/shop__[0-9]+\\.[0-9]+__[0-9a-f]+\\.jsonl")));
  EXPECT_THAT(files("_dlt_pipeline_state"),
              ElementsAre(testing::MatchesRegex("_dlt_pipeline_state/shop__1700000000.5__[0-9a-f]+\\.jsonl")));
  EXPECT_THAT(files("orders"), ElementsAre(testing::MatchesRegex("orders/1700000000.5.[0-9a-f]+\\.jsonl")));
  EXPECT_EQ(text_of("init"), R"({"initial_version":2,"current_version":2})");
  EXPECT_EQ(text_of(files("orders").front()), "{\"id\":1,\"v\":\"a\",\"_dlt_load_id\":\"l\",\"_dlt_id\":\"x\"}\n");
  EXPECT_EQ(text_of("_dlt_loads/shop__1700000000.5.jsonl"),
            R"({"load_id":"1700000000.5","schema_name":"shop","status":0,"inserted_at":"2023-11-14T22:13:20+00:00",)"
            R"("schema_version_hash":")" +
                schema_.version_hash() + "\"}");
  EXPECT_THAT(files("_decant"), IsEmpty());
}

TEST_F(FilesystemDestinationTest, EveryTypeAndNull) {
  schema::Table table("t");
  for (const auto type :
       {DataType::text, DataType::real, DataType::boolean, DataType::timestamp, DataType::bigint, DataType::binary,
        DataType::json, DataType::decimal, DataType::wei, DataType::date, DataType::time}) {
    table.add(column_of("c_" + std::string(schema::to_string(type)), type));
  }
  auto local = column_of("local", DataType::timestamp);
  local.timezone = false;
  table.add(std::move(local));
  schema_.add(std::move(table));
  const Cells full = {"a\"\n\x7f",
                      "1e20",
                      "1",
                      "1700000000000001",
                      "-9223372036854775808",
                      std::string("\0\xff'", 3),
                      R"({"a":[1,null]})",
                      "-12.50",
                      "99999999999999999999999999999999999999",
                      "-1",
                      "3723000001",
                      "-1"};
  Cells inf(12);
  inf[1] = "-inf";
  ASSERT_TRUE(done(load("1", {{"t", {{full, Cells(12), inf}}}})));
  EXPECT_EQ(text_of(files("t").front()),
            "{\"c_text\":\"a\\\"\\n\x7f\",\"c_double\":1e20,\"c_bool\":true,"
            R"("c_timestamp":"2023-11-14T22:13:20.000001+00:00","c_bigint":-9223372036854775808,"c_binary":"AP8n",)"
            R"("c_json":{"a":[1,null]},"c_decimal":"-12.50","c_wei":"99999999999999999999999999999999999999",)"
            R"("c_date":"1969-12-31","c_time":"01:02:03.000001","local":"1969-12-31T23:59:59.999999"})"
            "\n{}\n{\"c_double\":\"-Infinity\"}\n");
  EXPECT_THAT(ask("SELECT * FROM t WHERE c_text IS NOT NULL"),
              ElementsAre("a\"\n\x7f|1e20|true|2023-11-14T22:13:20.000001+00:00|-9223372036854775808|\\x00ff27|"
                          R"({"a":[1,null]}|-12.500000000|99999999999999999999999999999999999999|1969-12-31|)"
                          "01:02:03.000001|1969-12-31T23:59:59.999999"));
  EXPECT_THAT(ask("SELECT count(*), count(c_text), count(c_binary), min(c_double) FROM t"), ElementsAre("3|1|1|-inf"));
}

TEST_F(FilesystemDestinationTest, CompressedFilesAreReadToo) {
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  is_compressed_ = true;
  ASSERT_TRUE(done(load("2", {{"t", {{{"2", "b", "2", "y"}}, {{"3", "c", "2", "z"}}}}})));
  EXPECT_THAT(files("t"), Contains(testing::EndsWith(".jsonl.gz")).Times(1));
  EXPECT_THAT(ask("SELECT id, v FROM t ORDER BY id"), ElementsAre("1|a", "2|b", "3|c"));
}

TEST_F(FilesystemDestinationTest, ALayoutWithoutFoldersDoesNotMixTables) {
  layout_ = "{table_name}_{load_id}.{ext}";
  add_root("t", "replace");
  add_root("t_t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}, {"t_t", {{{"7", "a", "1", "x"}}}}})));
  ASSERT_TRUE(done(load("2", {{"t", {{{"2", "b", "2", "y"}}}}})));
  EXPECT_THAT(ask("SELECT id FROM t"), ElementsAre("2"));
  EXPECT_THAT(ask("SELECT id FROM t_t"), ElementsAre("7"));
}

TEST_F(FilesystemDestinationTest, OneNameForAllLoadsServesReplaceButNotAppend) {
  layout_ = "{table_name}/data.{ext}";
  add_root("r", "replace");
  add_root("a", "append");
  ASSERT_TRUE(done(load("1", {{"r", {{{"1", "a", "1", "x"}}}}, {"a", {{{"1", "a", "1", "x"}}}}})));
  ASSERT_TRUE(done(load("2", {{"r", {{{"2", "b", "2", "y"}}}}})));
  EXPECT_THAT(ask("SELECT id FROM r"), ElementsAre("2"));
  const auto second = load("3", {{"a", {{{"3", "a", "1", "x"}}}}});
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, HasSubstr("a/data.jsonl"));
  EXPECT_THAT(files("_decant"), IsEmpty());
  EXPECT_THAT(ask("SELECT id FROM a"), ElementsAre("1"));
}

TEST_F(FilesystemDestinationTest, AStateWhoseLoadWasNeverFinishedCountsForNothing) {
  add_root("t", "append");
  ASSERT_TRUE(done(target()->publish(with_state(request("1", {}), 1))));
  write("_dlt_pipeline_state/shop__9__00.jsonl", R"({"version":9,"pipeline_name":"shop","state":"{}"})");
  EXPECT_EQ(target()->inspect("shop")->state->version, 1);
}

TEST_F(FilesystemDestinationTest, OldStateFilesGo) {
  max_state_files_ = 2;
  add_root("t", "append");
  for (int version = 1; version <= 4; ++version) {
    ASSERT_TRUE(done(target()->publish(with_state(request(std::to_string(version), {}), version))));
  }
  EXPECT_THAT(files("_dlt_pipeline_state"), SizeIs(2));
  EXPECT_EQ(target()->inspect("shop")->state->version, 4);
}

TEST_F(FilesystemDestinationTest, ADecidedLoadIsFinishedByWhoeverComesNext) {
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  write("t/old.jsonl", "{\"id\":5}\n");
  write("_decant/2/0", "{\"id\":2}\n");
  write("_decant/2/1", R"({"load_id":"2","schema_name":"shop","status":0})");
  write("_decant/2/changes.json",
        R"({"version":1,"load_id":"2","removed":["t/old.jsonl","t/gone.jsonl"],"moved":[)"
        R"({"staged":"0","path":"t/2.x.jsonl"},{"staged":"1","path":"_dlt_loads/shop__2.jsonl"}]})");
  EXPECT_THAT(ask("SELECT id FROM t ORDER BY id"), ElementsAre("1", "2"));
  EXPECT_TRUE(target()->has_load("2").value());
  EXPECT_FALSE(fs::exists(folder() / "_decant/2"));
}

TEST_F(FilesystemDestinationTest, WhatWasNotDecidedIsForgotten) {
  add_root("t", "append");
  write("_decant/1/0", "half a fi");
  ASSERT_TRUE(done(load("2", {{"t", {{{"2", "a", "1", "x"}}}}})));
  EXPECT_THAT(ask("SELECT id FROM t"), ElementsAre("2"));
  EXPECT_THAT(files("_decant"), IsEmpty());
}

TEST_F(FilesystemDestinationTest, ARecordOfChangesCannotReachOtherFiles) {
  const auto outside = bucket_ / "precious";
  write("init", R"({"initial_version":2,"current_version":2})");
  std::ofstream(outside) << "x";
  write("_decant/2/changes.json",
        R"({"version":1,"removed":["../precious"],"moved":[{"staged":"0","path":"_dlt_loads/shop__2.jsonl"}]})");
  const auto info = target()->inspect("shop");
  ASSERT_FALSE(info);
  EXPECT_THAT(info.error().message, HasSubstr("changes.json is damaged"));
  EXPECT_TRUE(fs::exists(outside));
}

TEST_F(FilesystemDestinationTest, OneLoadAtATime) {
  add_root("t", "append");
  const auto lock = FolderLock::acquire(folder() / "_decant/lock");
  ASSERT_TRUE(lock);
  const auto second = load("1", {{"t", {{{"1", "a", "1", "x"}}}}});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::destination);
}

TEST_F(FilesystemDestinationTest, TheFirstFormOfDatasetsIsContinued) {
  add_root("t", "append");
  is_compressed_ = true;
  write("init", "");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  EXPECT_EQ(text_of("init"), R"({"initial_version":1,"current_version":2})");
  EXPECT_THAT(files("t"), ElementsAre(testing::EndsWith(".jsonl")));
  EXPECT_THAT(text_of(files("t").front()), StartsWith("\x1f\x8b"));
  EXPECT_THAT(ask("SELECT id FROM t"), ElementsAre("1"));
}

TEST_F(FilesystemDestinationTest, AFormThatIsNotKnownIsRefused) {
  add_root("t", "append");
  for (const auto* text : {R"({"initial_version":2,"current_version":3})", "{}", "[", "[1]"}) {
    write("init", text);
    EXPECT_FALSE(target()->inspect("shop")) << text;
    EXPECT_FALSE(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})) << text;
  }
  EXPECT_THAT(files("t"), IsEmpty());
}

TEST_F(FilesystemDestinationTest, QueriesOnlyReadAndOnlyTheDataset) {
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  std::ofstream(bucket_ / "secret.csv") << "a\n1\n";
  const auto other = quote_literal((bucket_ / "secret.csv").string());
  EXPECT_THAT(ask("SELECT * FROM read_csv(" + other + ")"), ElementsAre(StartsWith("error: ")));
  for (const auto& sql : {"COPY (SELECT 1) TO " + quote_literal((folder() / "t/evil.csv").string()),
                          "EXPLAIN ANALYZE COPY (SELECT 1) TO " + quote_literal((folder() / "t/evil.csv").string()),
                          std::string("CREATE TABLE x (a INT)"), std::string("DROP VIEW t")}) {
    EXPECT_THAT(ask(sql), ElementsAre(HasSubstr("only reads"))) << sql;
  }
  EXPECT_THAT(ask("SHOW TABLES"), ElementsAre("_dlt_loads", "_dlt_version", "t"));
  EXPECT_THAT(ask("SELECT load_id, status FROM _dlt_loads"), ElementsAre("1|0"));
}

TEST_F(FilesystemDestinationTest, DropLeavesNothing) {
  add_root("t", "append");
  ASSERT_TRUE(target()->drop());
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  ASSERT_TRUE(target()->drop());
  EXPECT_FALSE(fs::exists(folder()));
  EXPECT_THAT(ask("SELECT 1"), ElementsAre(HasSubstr("there is no dataset")));
}

TEST_F(FilesystemDestinationTest, WhereColumnsCameFromIsAFileThatComesWithTheLoad) {
  add_root("orders", "append");
  schema::Provenance provenance;
  provenance.add("orders", "id",
                 {.paths = {"$.id"}, .more_paths = 0, .types = {}, .first_load = "1", .last_load = "2"});
  auto load = request("2", {{.table = "orders", .batches = {{{"1", "a", "2", "x"}}}}});
  load.provenance = &provenance;
  load.keeps_provenance = true;
  ASSERT_TRUE(done(target()->publish(std::move(load))));
  EXPECT_THAT(files("_decant_columns"), ElementsAre("_decant_columns/shop.jsonl"));
  EXPECT_EQ(text_of("_decant_columns/shop.jsonl"),
            R"({"schema_name":"shop","table_name":"orders","column_name":"id","paths":["$.id"],"more_paths":0,)"
            R"("types":["null"],"first_load":"1","last_load":"2"})"
            "\n");
}

TEST_F(FilesystemDestinationTest, TheLocationIsAUrl) {
  FilesystemDestination destination(
      {.bucket = "/srv/a b", .dataset = "d", .layout = PathLayout::parse(layout_).value()});
  EXPECT_EQ(destination.location(), "file:///srv/a%20b");
}

}  // namespace
}  // namespace decant::destination
