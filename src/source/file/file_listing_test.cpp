#include "source/file/file_listing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace decant::source::file {
namespace {

TEST(Glob, AStarStaysInItsFolder) {
  EXPECT_TRUE(matches_glob("a.json", "*"));
  EXPECT_TRUE(matches_glob("a.json", "*.json"));
  EXPECT_TRUE(matches_glob("2024/a.json", "*/*.json"));
  EXPECT_TRUE(matches_glob("2024/a.json", "2024/?.[j]son"));
  EXPECT_FALSE(matches_glob("2024/a.json", "*.json"));
  EXPECT_FALSE(matches_glob("a.json", "*/*.json"));
  EXPECT_FALSE(matches_glob("2024/a.json", "2024"));
}

TEST(Glob, TwoStarsStandForAnyNumberOfFolders) {
  EXPECT_TRUE(matches_glob("a.json", "**/*.json"));
  EXPECT_TRUE(matches_glob("x/y/a.json", "**/*.json"));
  EXPECT_TRUE(matches_glob("x/y/a.json", "x/**/a.json"));
  EXPECT_TRUE(matches_glob("x/a.json", "x/**"));
  EXPECT_TRUE(matches_glob("x/y/z", "**"));
  EXPECT_FALSE(matches_glob("x/y/a.csv", "**/*.json"));
  EXPECT_FALSE(matches_glob("x/y/a.json", "y/**"));
}

TEST(Glob, HiddenNamesAreFoundByPatternsThatSaySo) {
  EXPECT_FALSE(matches_glob(".a.json", "*.json"));
  EXPECT_FALSE(matches_glob(".git/a.json", "**/*.json"));
  EXPECT_FALSE(matches_glob("x/.tmp", "**"));
  EXPECT_TRUE(matches_glob(".a.json", ".*.json"));
}

TEST(ListFiles, OfAFolderThatIsNotThere) {
  const auto files = list_files("/no/such/folder", "*");
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().kind, ErrorKind::io);
  EXPECT_THAT(files.error().message, testing::HasSubstr("/no/such/folder"));
}

}  // namespace
}  // namespace decant::source::file
