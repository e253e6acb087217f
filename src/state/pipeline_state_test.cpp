#include "state/pipeline_state.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "core/file.h"
#include "core/hash.h"
#include "json/write.h"
#include "state/state_file.h"
#include "state/state_text.h"

namespace decant::state {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

/// A state document that dlt 1.26 wrote, its hash, and its text in `_dlt_pipeline_state`.
constexpr std::string_view kDocument =
    R"({"_state_version":3,"_state_engine_version":4,"pipeline_name":"demo","dataset_name":"demo_ds",)"
    R"("default_schema_name":"demo","schema_names":["demo"],"destination_type":"dlt.destinations.duckdb",)"
    R"("destination_name":null,"sources":{"demo":{"resources":{"r":{"incremental":{"id":{"initial_value":null,)"
    R"("last_value":42,"unique_hashes":["abc"]}}}}}},"_version_hash":"YfDnS5HfKUuKgAXqSbDxH+co32G8fGBzrTBy4H3hmSU="})";
constexpr std::string_view kHash = "YfDnS5HfKUuKgAXqSbDxH+co32G8fGBzrTBy4H3hmSU=";
constexpr std::string_view kText =
    "eNpdkE9rwzAMxb+Lrgs9NBmMwA4rhQZ6zAoboxjFVhpT20ltuawr/e7Ln3Vk80HGv6f3LHQFERiZxJl80K2DPE3uiNxBu5mSJdDpjswAHVqCHBTZ"
    "FhJQyBiI51SoMAhUYzQsgmzI4j/XDAbIPya8H0yBtUPuPxV86UaH4cUMh4WK8qgq+Ns8xbtoTB/eRi+H3OuU29+eZtAPRTvpyZJjNONTTVCzRiPO"
    "aOJvnMHAd5ItE4hOnyKJBkMzDY+VhP1tPP0Cf3Y26v347/XalY9Fvd3F7eHl7VRW68/iQbbpcvNUb1Zf/nV1yYq0seXuGW7fcTSPLQ==";

json::Value document() { return *json::parse_value(kDocument); }

TEST(PipelineStateTest, HashesAsDltDoes) {
  auto state = PipelineState::from_json(document());
  ASSERT_TRUE(state);
  EXPECT_EQ(state->content_hash(), kHash);
  EXPECT_FALSE(state->bump_version());
  state->local()["first_run"] = false;
  EXPECT_FALSE(state->bump_version());
  EXPECT_EQ(state->version(), 3);
  state->resource("demo", "r")["incremental"]["id"]["last_value"] = 43;
  EXPECT_TRUE(state->bump_version());
  EXPECT_EQ(state->version(), 4);
  EXPECT_NE(state->version_hash(), kHash);
  EXPECT_EQ(json::write_sorted(state->document()).find("\"last_value\":42"), std::string::npos);
}

TEST(PipelineStateTest, BeginsWithoutBumping) {
  PipelineState state("shop");
  EXPECT_EQ(json::write(state.document()),
            R"({"_state_version":0,"_state_engine_version":4,"_local":{"first_run":true},"pipeline_name":"shop"})");
  EXPECT_TRUE(state.bump_version());  // the first hash
  EXPECT_EQ(state.version(), 0);
  state.set("dataset_name", "shop_data");
  EXPECT_TRUE(state.bump_version());
  EXPECT_EQ(state.version(), 1);
  EXPECT_EQ(state.shared_document().find("_local"), nullptr);
}

TEST(PipelineStateTest, KnowsWhatWasExtracted) {
  PipelineState state("shop");
  state.bump_version();
  EXPECT_TRUE(state.differs_from_extracted());
  state.mark_extracted(1704164645000001);
  EXPECT_FALSE(state.differs_from_extracted());
  EXPECT_EQ(state.local().text_or("_last_extracted_at", ""),
            "\xEF\x80\xA7"
            "2024-01-02T03:04:05.000001+00:00");
  state.resource("s", "r")["a"] = 1;
  EXPECT_TRUE(state.differs_from_extracted());
  ASSERT_NE(state.find_resource("s", "r"), nullptr);
  EXPECT_EQ(state.find_resource("s", "r")->integer_or("a", 0), 1);
  EXPECT_EQ(state.find_resource("s", "x"), nullptr);
  EXPECT_EQ(state.find_resource("x", "r"), nullptr);
}

TEST(PipelineStateTest, MigratesOlderEnginesAndRefusesNewer) {
  auto old = json::parse_value(
      R"({"_state_version":2,"_state_engine_version":1,"pipeline_name":"p","destination":"dlt.destinations.postgres",)"
      R"("staging":"dlt.destinations.filesystem"})");
  auto state = PipelineState::from_json(*old);
  ASSERT_TRUE(state);
  EXPECT_EQ(state->find("destination_type")->as_string(), "dlt.destinations.postgres");
  EXPECT_TRUE(state->find("destination_name")->is_null());
  EXPECT_EQ(state->find("staging_type")->as_string(), "dlt.destinations.filesystem");
  EXPECT_EQ(state->find("destination"), nullptr);
  EXPECT_NE(state->find("_local"), nullptr);
  EXPECT_EQ(state->version(), 2);
  EXPECT_FALSE(state->version_hash().empty());

  auto newer = document();
  newer["_state_engine_version"] = 5;
  EXPECT_EQ(PipelineState::from_json(newer).error().kind, ErrorKind::state);
  for (const char* text : {"[]", "{}", R"({"_state_version":1,"_state_engine_version":4,"_local":1})"})
    EXPECT_FALSE(PipelineState::from_json(*json::parse_value(text))) << text;
}

TEST(StateTextTest, ReadsAndWritesTheDatabasesForm) {
  const auto decoded = decode_state_text(kText);
  ASSERT_TRUE(decoded) << to_string(decoded.error());
  EXPECT_EQ(*decoded, document());
  const auto plain = decode_state_text(kDocument);
  ASSERT_TRUE(plain);
  EXPECT_EQ(*plain, document());
  const auto encoded = encode_state_text(document());
  ASSERT_TRUE(encoded);
  EXPECT_THAT(*encoded, StartsWith("eN"));
  EXPECT_EQ(*decode_state_text(*encoded), document());
}

TEST(StateTextTest, RefusesAnythingElse) {
  for (std::string_view text : {std::string_view(), std::string_view("eNp"), std::string_view("AAAA"),
                                kText.substr(0, 40), std::string_view("[1]"), std::string_view("{")}) {
    const auto decoded = decode_state_text(text);
    ASSERT_FALSE(decoded) << text;
    EXPECT_EQ(decoded.error().kind, ErrorKind::state);
  }
}

TEST(StateFileTest, SurvivesAFile) {
  const auto path = std::filesystem::temp_directory_path() / ("decant-state-test-" + random_hex(8));
  EXPECT_FALSE(read_state_file(path)->has_value());
  PipelineState state("shop");
  state.mark_extracted(0);
  ASSERT_TRUE(write_file_atomically(path, state_file_text(state)));
  const auto read = read_state_file(path);
  ASSERT_TRUE(read);
  EXPECT_EQ(**read, state);
  std::ofstream(path) << "{\"_state_version\":1";
  const auto broken = read_state_file(path);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().kind, ErrorKind::state);
  EXPECT_THAT(broken.error().message, HasSubstr(path.string()));
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace decant::state
