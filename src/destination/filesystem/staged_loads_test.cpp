#include "destination/filesystem/staged_loads.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/filesystem/files_fixture.h"

namespace decant::destination {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class StagedLoadsTest : public FilesTest {
 protected:
  StagedLoadsTest() { add_root("t", "replace"); }

  /// A table with one row, and the record of a load that exchanges its folder for one with another row.
  void decide_exchange() {
    ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
    old_ = fs::path(files("t").front()).filename().string();
    write("_decant/2/folder.0/2.x.jsonl", "{\"id\":2}\n");
    write("_decant/2/1", R"({"load_id":"2","schema_name":"shop","status":0})");
    write("_decant/2/changes.json", R"({"version":2,"exchanged":[{"staged":"folder.0","folder":"t","old":")" + old_ +
                                        R"("}],"moved":[{"staged":"1","path":"_dlt_loads/shop__2.jsonl"}]})");
  }
  void expect_exchanged() {
    EXPECT_THAT(ask("SELECT id FROM t"), ElementsAre("2"));
    EXPECT_THAT(files("t"), ElementsAre("t/2.x.jsonl"));
    EXPECT_THAT(files("_decant"), IsEmpty());
    EXPECT_TRUE(target()->has_load("2").value());
  }

  std::string old_;
};

TEST_F(StagedLoadsTest, AFolderIsExchanged) {
  decide_exchange();
  expect_exchanged();
}

TEST_F(StagedLoadsTest, AFolderThatWasExchangedStays) {
  decide_exchange();
  fs::rename(folder() / "t", folder() / "aside");
  fs::rename(folder() / "_decant/2/folder.0", folder() / "t");
  fs::rename(folder() / "aside", folder() / "_decant/2/folder.0");
  expect_exchanged();
}

TEST_F(StagedLoadsTest, AFolderThatWasPutAsideIsFollowedByTheNewOne) {
  decide_exchange();
  fs::rename(folder() / "t", folder() / "_decant/2/folder.0.old");
  expect_exchanged();
}

TEST_F(StagedLoadsTest, AFinishedLoadIsNotDoneAgain) {
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  // What a crash may bring back: the record of a load whose files a later one has taken away.
  write("_decant/1/changes.json", R"({"version":2,"removed":["t/)" + fs::path(files("t").front()).filename().string() +
                                      R"("],"moved":[{"staged":"3","path":"t/gone.jsonl"},)"
                                      R"({"staged":"4","path":"_dlt_loads/shop__1.jsonl"}]})");
  EXPECT_THAT(ask("SELECT id FROM t"), ElementsAre("1"));
  EXPECT_THAT(files("_decant"), IsEmpty());
}

TEST_F(StagedLoadsTest, AReplacedTableChangesByFolderWhereItIsAlone) {
  add_nested("t__k", "t");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}, {"t__k", {{{"v", "x", "x", "k"}}}}})));
  const auto before = fs::status(folder() / "t");
  ASSERT_TRUE(fs::is_directory(before));
  ASSERT_TRUE(
      done(load("2", {{"t", {{{"2", "b", "2", "y"}}}}, {.table = "t__k", .batches = {}, .takes_part_only = true}})));
  EXPECT_THAT(files("t"), ElementsAre(StartsWith("t/2.")));
  EXPECT_TRUE(fs::is_empty(folder() / "t__k"));
  // Files of somebody else stay, as dlt's `init` did.
  write("t/init", "");
  ASSERT_TRUE(done(load("3", {{"t", {{{"3", "c", "3", "z"}}}}})));
  EXPECT_THAT(files("t"), ElementsAre(StartsWith("t/3."), "t/init"));
  EXPECT_EQ(target()->capabilities().replace, ReplaceLevel::table);
  layout_ = "{table_name}_{load_id}.{ext}";
  EXPECT_EQ(target()->capabilities().replace, ReplaceLevel::file);
}

TEST_F(StagedLoadsTest, FoldersBelowThatOfATableGoWithIt) {
  layout_ = "{table_name}/{load_id}/{file_id}.{ext}";
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  ASSERT_TRUE(done(load("2", {{"t", {{{"2", "b", "2", "y"}}}}})));
  EXPECT_THAT(files("t"), ElementsAre(StartsWith("t/2/")));
  EXPECT_FALSE(fs::exists(folder() / "t/1"));
}

}  // namespace
}  // namespace decant::destination
