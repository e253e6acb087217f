#include "package/package_store.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "core/temporary_folder.h"
#include "package/sample_package.h"

namespace decant::package {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PackageStoreTest : public ::testing::Test {
 protected:
  void add(const std::string& load_id, const std::string& run, PackageState state) {
    auto manifest = sample_manifest(load_id);
    manifest.run = run;
    auto writer = store_.create(manifest);
    ASSERT_TRUE(writer) << to_string(writer.error());
    if (state == PackageState::extracting) return;
    ASSERT_TRUE((*writer)->seal({}));
    if (state == PackageState::loaded) {
      FileBatch files;
      ASSERT_TRUE(store_.mark_loaded(load_id, files));
      ASSERT_TRUE(files.commit());
    }
  }

  std::vector<std::string> load_ids() {
    std::vector<std::string> ids;
    const auto packages = store_.list();
    for (const auto& package : *packages) ids.push_back(package.load_id);
    return ids;
  }

  TemporaryFolder temporary_;
  PackageStore store_{temporary_.path() / "packages"};
};

TEST_F(PackageStoreTest, APackageIsThereBeforeItIsSettled) {
  auto writer = store_.create(sample_manifest("1749667189.5"));
  ASSERT_TRUE(writer) << to_string(writer.error());
  EXPECT_THAT(load_ids(), ElementsAre("1749667189.5"));
  ASSERT_TRUE((*writer)->settle());
  ASSERT_TRUE((*writer)->settle());
  EXPECT_THAT(load_ids(), ElementsAre("1749667189.5"));
}

TEST_F(PackageStoreTest, OneWhoseManifestThePowerTookIsNone) {
  for (const std::string& manifest : {std::string(), std::string(500, '\0')}) {
    add("1749667189.5", "1749667189.5", PackageState::extracting);
    write_bytes(store_.folder() / "1749667189.5" / kManifestFile, manifest);
    EXPECT_THAT(load_ids(), IsEmpty());
    ASSERT_TRUE(store_.retain(0));
    EXPECT_TRUE(std::filesystem::is_empty(store_.folder()));
  }
}

TEST_F(PackageStoreTest, ListsPackagesWithTheirStates) {
  EXPECT_THAT(load_ids(), IsEmpty());
  EXPECT_FALSE(store_.newest()->has_value());
  add("1749667189.5", "1749667189.5", PackageState::extracting);
  add("1749667187.5", "1749667187.5", PackageState::loaded);
  add("1749667188.5", "1749667188.5", PackageState::sealed);
  add("1749667186.5", "1749667186.5", PackageState::sealed);
  write_bytes(store_.folder() / "1749667186.5" / kManifestFile, "{");
  std::filesystem::create_directories(store_.folder() / "1749667185.5");  // a creation that was cut short

  const auto packages = store_.list();
  ASSERT_TRUE(packages);
  ASSERT_EQ(packages->size(), 4U);
  EXPECT_FALSE((*packages)[0].manifest.has_value());
  EXPECT_EQ((*packages)[0].damage.kind, ErrorKind::package);
  EXPECT_TRUE((*packages)[1].is(PackageState::loaded));
  EXPECT_TRUE((*packages)[2].is(PackageState::sealed));
  EXPECT_TRUE((*packages)[3].is(PackageState::extracting));
  EXPECT_EQ((*store_.newest())->load_id, "1749667189.5");
}

TEST_F(PackageStoreTest, KeepsThePackagesOfTheLastRuns) {
  add("1749667181.5", "1749667181.5", PackageState::loaded);
  add("1749667182.5", "1749667182.5", PackageState::loaded);
  add("1749667183.5", "1749667182.5", PackageState::loaded);  // a slice of the same run
  add("1749667184.5", "1749667184.5", PackageState::sealed);
  std::filesystem::create_directories(store_.folder() / "1749667180.5");
  std::filesystem::create_directories(store_.folder() / "notes");

  const auto removed = store_.retain(1);
  ASSERT_TRUE(removed) << to_string(removed.error());
  EXPECT_THAT(*removed, ElementsAre("1749667181.5"));
  EXPECT_THAT(load_ids(), ElementsAre("1749667182.5", "1749667183.5", "1749667184.5"));
  EXPECT_FALSE(std::filesystem::exists(store_.folder() / "1749667180.5"));
  EXPECT_TRUE(std::filesystem::exists(store_.folder() / "notes"));
  ASSERT_TRUE(store_.retain(0));
  EXPECT_THAT(load_ids(), ElementsAre("1749667184.5"));
}

TEST_F(PackageStoreTest, OpensAndRemovesByLoadId) {
  add("1749667181.5", "1749667181.5", PackageState::sealed);
  EXPECT_TRUE(store_.open("1749667181.5"));
  EXPECT_FALSE(store_.create(sample_manifest("1749667181.5")));
  ASSERT_TRUE(store_.remove("1749667181.5"));
  ASSERT_TRUE(store_.remove("1749667181.5"));
  const auto gone = store_.open("1749667181.5");
  ASSERT_FALSE(gone);
  EXPECT_THAT(gone.error().hint, HasSubstr("--keep-packages"));
  EXPECT_EQ(store_.remove("../packages").error().kind, ErrorKind::usage);
  EXPECT_EQ(store_.open("..").error().kind, ErrorKind::usage);
}

TEST_F(PackageStoreTest, MarksOnlyWholePackagesAsLoaded) {
  add("1749667181.5", "1749667181.5", PackageState::extracting);
  FileBatch files;
  EXPECT_FALSE(store_.mark_loaded("1749667181.5", files));
  add("1749667182.5", "1749667182.5", PackageState::sealed);
  ASSERT_TRUE(store_.mark_loaded("1749667182.5", files));
  EXPECT_EQ(store_.open("1749667182.5")->manifest().state, PackageState::sealed);
  ASSERT_TRUE(files.commit());
  EXPECT_EQ(store_.open("1749667182.5")->manifest().state, PackageState::loaded);
  EXPECT_TRUE(store_.mark_loaded("1749667182.5", files));
}

}  // namespace
}  // namespace decant::package
