#include "builtin/destinations.h"

#include <gmock/gmock.h>

#include "builtin/builtin_fixture.h"
#include "builtin/remembered_destination.h"
#include "config/document.h"

namespace decant::builtin {
namespace {

using testing::HasSubstr;

class Destinations : public BuiltinTest {
 protected:
  [[nodiscard]] Result<DestinationAddress> read(const std::string& yaml,
                                                std::map<std::string, std::string, std::less<>> variables = {}) const {
    const auto document = config::parse_document("destination: " + yaml + "\n", config::Format::yaml, "p.yaml").value();
    const auto found = providers(std::move(variables));
    return read_destination({.node = *document.find("destination"), .path = "pipeline.destination"},
                            {.pipeline_name = "shop", .providers = &found});
  }
};

TEST_F(Destinations, DuckDbDefaultsToAFileNamedAfterThePipeline) {
  const auto address = read("duckdb");
  ASSERT_TRUE(address) << to_string(address.error());
  EXPECT_EQ(*address, (DestinationAddress{"duckdb", folder_ / "shop.duckdb"}));
}

TEST_F(Destinations, UrlsArePathsBehindTheThirdSlash) {
  EXPECT_EQ(read("\"duckdb:///x/y.duckdb\"")->path, folder_ / "x/y.duckdb");
  EXPECT_EQ(read("\"duckdb:////srv/y.duckdb\"")->path, "/srv/y.duckdb");
  EXPECT_EQ(read("\"duckdb:///\"")->path, folder_ / "shop.duckdb");
}

TEST_F(Destinations, AMappingMayHoldPathUrlOrDatabase) {
  EXPECT_EQ(read("{name: duckdb, credentials: a.duckdb}")->path, folder_ / "a.duckdb");
  EXPECT_EQ(read("{name: duckdb, credentials: \"duckdb:////srv/a.duckdb\"}")->path, "/srv/a.duckdb");
  EXPECT_EQ(read("{name: duckdb, credentials: {database: /srv/b.duckdb}}")->path, "/srv/b.duckdb");
  EXPECT_EQ(read("{name: duckdb, credentials: null}")->path, folder_ / "shop.duckdb");
}

TEST_F(Destinations, TheEnvironmentFillsInCredentialsThatAreNotGiven) {
  EXPECT_EQ(read("duckdb", {{"DESTINATION__DUCKDB__CREDENTIALS", "/srv/env.duckdb"}})->path, "/srv/env.duckdb");
  EXPECT_EQ(read("\"duckdb:///a.duckdb\"", {{"DESTINATION__DUCKDB__CREDENTIALS", "/srv/env.duckdb"}})->path,
            folder_ / "a.duckdb");
}

TEST_F(Destinations, CredentialsAreLookedUpAsOneValueThenByField) {
  EXPECT_EQ(read("duckdb", {{"DESTINATION__DUCKDB__CREDENTIALS__DATABASE", "b.duckdb"}})->path, folder_ / "b.duckdb");
  EXPECT_EQ(read("duckdb",
                 {{"CREDENTIALS", "duckdb:///c.duckdb"}, {"DESTINATION__DUCKDB__CREDENTIALS__DATABASE", "b.duckdb"}})
                ->path,
            folder_ / "c.duckdb");
  std::filesystem::create_directories(folder_ / ".dlt");
  write(".dlt/secrets.toml", "[destination.duckdb.credentials]\ndatabase = 'd.duckdb'\n");
  EXPECT_EQ(read("duckdb")->path, folder_ / "d.duckdb");
}

TEST_F(Destinations, CredentialsInConfigTomlAreRefusedAsByDlt) {
  std::filesystem::create_directories(folder_ / ".dlt");
  for (const auto* text :
       {"destination.duckdb.credentials = 'x.duckdb'", "[destination.duckdb.credentials]\ndatabase = 'x'"}) {
    write(".dlt/config.toml", text);
    const auto address = read("duckdb");
    ASSERT_FALSE(address) << text;
    EXPECT_THAT(address.error().message,
                HasSubstr("the secret `destination.duckdb.credentials` stands in config.toml"));
  }
}

TEST_F(Destinations, NamesGetTheirTypeFromTheSettings) {
  const auto address = read("warehouse", {{"DESTINATION__WAREHOUSE__DESTINATION_TYPE", "duckdb"}});
  ASSERT_TRUE(address) << to_string(address.error());
  EXPECT_EQ(address->type, "duckdb");
  EXPECT_EQ(address->title(), "warehouse");
  EXPECT_EQ(address->path, folder_ / "warehouse.duckdb");
  EXPECT_EQ(read("warehouse", {{"DESTINATION__WAREHOUSE__DESTINATION_TYPE", "dlt.destinations.duckdb"},
                               {"DESTINATION__WAREHOUSE__CREDENTIALS", "w.duckdb"}})
                ->path,
            folder_ / "w.duckdb");
  const auto files = read("{name: lake}", {{"DESTINATION__LAKE__DESTINATION_TYPE", "filesystem"},
                                           {"DESTINATION__LAKE__BUCKET_URL", "lake"}});
  ASSERT_TRUE(files) << to_string(files.error());
  EXPECT_EQ(files->path, folder_ / "lake");
  EXPECT_THAT(
      read("x", {{"DESTINATION__X__DESTINATION_TYPE", "snowflake"}}).error().message,
      HasSubstr("environment variable DESTINATION__X__DESTINATION_TYPE: `pipeline.destination`: `snowflake` is not"));
}

TEST_F(Destinations, APasswordThatIsNotWhereItBelongsIsNotShown) {
  for (const char* text : {"postgresql://weak:S3cr@t-pw@store/db", "host=store user=weak password=S3cr@t-pw"}) {
    const auto refused = read("\"" + std::string(text) + "\"");
    ASSERT_FALSE(refused) << text;
    EXPECT_THAT(refused.error().message + refused.error().hint, testing::Not(HasSubstr("t-pw"))) << text;
  }
  EXPECT_EQ(read("\"postgresql://weak:S3cr%40t-pw@store/db\"")->server.password, "S3cr@t-pw");
}

TEST_F(Destinations, ADatabaseMayBeInMemory) {
  EXPECT_EQ(read("\"duckdb:///:memory:\"")->path, ":memory:");
  EXPECT_EQ(read("{name: duckdb, credentials: \":memory:\"}")->path, ":memory:");
}

TEST_F(Destinations, TablesAreReplacedAsTheDestinationSays) {
  using destination::ReplaceStrategy;
  const std::string server = "{name: postgres, credentials: \"postgresql://u:p@h/d\", replace_strategy: ";
  EXPECT_EQ(read(server + "staging-optimized}")->replace, ReplaceStrategy::swap);
  EXPECT_EQ(read(server + "insert-from-staging}")->replace, ReplaceStrategy::delete_and_insert);
  EXPECT_EQ(read("\"postgresql://u:p@h/d\"", {{"DESTINATION__REPLACE_STRATEGY", "staging-optimized"}})->replace,
            ReplaceStrategy::swap);
  EXPECT_EQ(read("{name: duckdb, replace_strategy: insert-from-staging}")->replace, ReplaceStrategy::delete_and_insert);
  const auto refused = read("{name: duckdb, replace_strategy: staging-optimized}");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("not offered for duckdb"));
  EXPECT_EQ(refused.error().details.line, 1);
  EXPECT_FALSE(read(server + "swap}"));
}

TEST_F(Destinations, OthersAreRefusedByName) {
  for (const auto* yaml : {"snowflake", "\"redshift://me@host/db\"", "{name: bigquery}"}) {
    const auto address = read(yaml);
    ASSERT_FALSE(address) << yaml;
    EXPECT_EQ(address.error().kind, ErrorKind::config);
    EXPECT_THAT(address.error().message, HasSubstr("is not there yet"));
    EXPECT_THAT(address.error().hint, HasSubstr("duckdb"));
  }
}

TEST_F(Destinations, WhatIsNoFileIsRefused) {
  EXPECT_FALSE(read("\"duckdb://host/x\""));
  EXPECT_FALSE(read("\"duckdb:///md:x\""));
  EXPECT_FALSE(read("{name: duckdb, credentails: x}"));
  EXPECT_FALSE(read("[duckdb]"));
}

TEST_F(Destinations, TheDatasetIsAnIdentifier) {
  EXPECT_EQ(dataset_name("", "shop"), "shop_dataset");
  EXPECT_EQ(dataset_name("CentraData", "shop"), "centra_data");
}

TEST_F(Destinations, AWorkingFolderRemembers) {
  const RememberedDestination written{.address = {"duckdb", folder_ / "x.duckdb"}, .dataset = "d"};
  EXPECT_EQ(recall_destination(folder_).value(), std::nullopt);
  ASSERT_TRUE(remember_destination(folder_, written));
  EXPECT_EQ(recall_destination(folder_).value(), written);
  write("decant/destination.json", "");  // lost with the power
  EXPECT_EQ(recall_destination(folder_).value(), std::nullopt);
  write("decant/destination.json", R"({"destination":"duckdb"})");
  ASSERT_FALSE(recall_destination(folder_));
  EXPECT_EQ(recall_destination(folder_).error().kind, ErrorKind::state);
}

}  // namespace
}  // namespace decant::builtin
