#include "package/manifest.h"

#include <gmock/gmock.h>

#include "core/temporary_folder.h"
#include "package/sample_package.h"

namespace decant::package {
namespace {

using ::testing::HasSubstr;

Manifest full_manifest() {
  Manifest manifest = sample_manifest();
  manifest.base_state_version = 3;
  manifest.max_table_nesting = 2;
  manifest.naming = "direct";
  manifest.keeps_provenance = true;
  manifest.schema_settings["schema_contract"] = "freeze";
  manifest.state = PackageState::sealed;
  manifest.seal = Seal{.log_bytes = 100,
                       .entries = 2,
                       .log_hash = 0xFEDCBA9876543210,
                       .resources = {},
                       .state = {},
                       .boundaries = {{.resource = "orders", .cursor_path = "u", .action = BoundaryAction::replace}}};
  manifest.seal->resources = {{"orders", 1, 10}, {"items", 0, 0}};
  manifest.seal->state["x"] = 0.1;
  return manifest;
}

TEST(ManifestTest, SurvivesAWrittenFile) {
  const TemporaryFolder folder;
  const Manifest manifest = full_manifest();
  ASSERT_TRUE(write_manifest(folder.path(), manifest));
  const auto read = read_manifest(folder.path());
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->to_json(), manifest.to_json());
  EXPECT_EQ(read->seal->log_hash, 0xFEDCBA9876543210);
  EXPECT_EQ(read->seal->resources, manifest.seal->resources);
  EXPECT_EQ(read->resources[1].name, "items");
  EXPECT_EQ(read->base_state_version, 3);
}

TEST(ManifestTest, RefusesWhatIsNoManifest) {
  const auto refused = [](const auto& change) {
    json::Value document = full_manifest().to_json();
    change(document);
    const auto manifest = Manifest::from_json(document);
    return !manifest && manifest.error().kind == ErrorKind::package;
  };
  EXPECT_TRUE(refused([](json::Value& document) { document.erase("format"); }));
  EXPECT_TRUE(refused([](json::Value& document) { document["load_id"] = "../../etc"; }));
  EXPECT_TRUE(refused([](json::Value& document) { document["run"] = 1; }));
  EXPECT_TRUE(refused([](json::Value& document) { document["state"] = "extracting"; }));
  EXPECT_TRUE(refused([](json::Value& document) { document["seal"] = nullptr; }));
  EXPECT_TRUE(refused([](json::Value& document) { document["max_table_nesting"] = -1; }));
  EXPECT_TRUE(refused([](json::Value& document) { (*document.find("seal"))["log_hash"] = "12"; }));
  EXPECT_TRUE(refused([](json::Value& document) { (*document.find("seal"))["entries"] = -1; }));
  EXPECT_TRUE(refused([](json::Value& document) { document.find("seal")->find("resources")->as_array().pop_back(); }));
  EXPECT_TRUE(refused([](json::Value& document) {
    auto& resources = document.find("resources")->as_array();
    resources[1] = resources[0];
  }));
}

TEST(ManifestTest, NamesANewerFormatAndTheFile) {
  const TemporaryFolder folder;
  write_bytes(folder.path() / kManifestFile, R"({"format": 9, "state": {"of": "things to come"}})");
  const auto manifest = read_manifest(folder.path());
  ASSERT_FALSE(manifest);
  EXPECT_THAT(manifest.error().message, HasSubstr("format 9, newer than 2"));
  EXPECT_EQ(manifest.error().details.file, (folder.path() / kManifestFile).string());
}

}  // namespace
}  // namespace decant::package
