#include "config/environment.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace decant::config {
namespace {

namespace fs = std::filesystem;

class FoldersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    home_ = fs::temp_directory_path() / ("decant-folders-" + std::to_string(::getpid()));
    fs::create_directories(home_);
    environment_.current_dir = "/project";
    environment_.home_dir = home_;
    environment_.temp_dir = "/t";
  }
  void TearDown() override { fs::remove_all(home_); }
  fs::path home_;
  Environment environment_;
};

TEST_F(FoldersTest, StandInTheCurrentFolderByDefault) {
  const auto folders = folders_of(environment_);
  EXPECT_EQ(folders.project, "/project");
  EXPECT_EQ(folders.settings, "/project/.dlt");
  EXPECT_EQ(folders.global, home_ / ".dlt");
  EXPECT_EQ(folders.data, home_ / ".dlt");
  EXPECT_EQ(folders.local, "/project");
}

TEST_F(FoldersTest, FollowTheEnvironment) {
  environment_.variables = {{"DLT_PROJECT_DIR", "../shop/"},
                            {"DLT_CONFIG_FOLDER", ".cfg"},
                            {"DLT_DATA_DIR", "/data"},
                            {"DLT_LOCAL_DIR", "files"}};
  const auto folders = folders_of(environment_);
  EXPECT_EQ(folders.project, "/shop");
  EXPECT_EQ(folders.settings, "/shop/.cfg");
  EXPECT_EQ(folders.global, home_ / ".cfg");
  EXPECT_EQ(folders.data, "/data");
  EXPECT_EQ(folders.local, "/project/files");
}

TEST_F(FoldersTest, LocalFilesStayInTheCurrentFolder) {
  environment_.variables = {{"DLT_PROJECT_DIR", "/shop"}};
  EXPECT_EQ(folders_of(environment_).local, "/project");
}

class WorkspaceTest : public FoldersTest {
 protected:
  void SetUp() override {
    FoldersTest::SetUp();
    environment_.current_dir = home_ / "shop";
    fs::create_directories(home_ / "shop/.dlt");
    std::ofstream(home_ / "shop/.dlt/.workspace") << "";
  }
};

TEST_F(WorkspaceTest, HasProfilesAndFoldersOfItsOwn) {
  const auto folders = folders_of(environment_);
  EXPECT_EQ(folders.profile, "dev");
  EXPECT_EQ(folders.data, home_ / "shop/.dlt/.var/dev");
  EXPECT_EQ(folders.local, home_ / "shop/_local/dev");
  EXPECT_EQ(folders.global, home_ / ".dlt");
}

TEST_F(WorkspaceTest, ProfileIsNamedByVariableElsePinned) {
  std::ofstream(home_ / "shop/.dlt/profile-name") << " prod \nnever read";
  EXPECT_EQ(folders_of(environment_).profile, "prod");
  environment_.variables = {{"WORKSPACE__PROFILE", "tests"}};
  EXPECT_EQ(folders_of(environment_).profile, "tests");
  EXPECT_EQ(folders_of(environment_).data, home_ / "shop/.dlt/.var/tests");
}

TEST_F(WorkspaceTest, VariablesMoveItsFolders) {
  environment_.variables = {{"DLT_DATA_DIR", "/data"}, {"DLT_LOCAL_DIR", "/files"}};
  EXPECT_EQ(folders_of(environment_).data, "/data");
  EXPECT_EQ(folders_of(environment_).local, "/files");
}

TEST_F(FoldersTest, WithoutAMarkThereIsNoProfile) {
  environment_.variables = {{"WORKSPACE__PROFILE", "prod"}};
  EXPECT_EQ(folders_of(environment_).profile, "");
}

TEST_F(FoldersTest, GlobalFolderOfRootAndOfTheHomeless) {
  environment_.home_dir = home_ / "none";
  EXPECT_EQ(folders_of(environment_).global, "/t/dlt");
  environment_.home_dir.clear();
  EXPECT_EQ(folders_of(environment_).global, "/t/dlt");
  environment_.is_root = true;
  EXPECT_EQ(folders_of(environment_).global, "/var/dlt");
}

TEST_F(FoldersTest, XdgFolderCountsWhereNoDltFolderIs) {
  environment_.variables["XDG_DATA_HOME"] = "/xdg";
  EXPECT_EQ(folders_of(environment_).global, "/xdg/dlt");
  fs::create_directories(home_ / ".dlt");
  EXPECT_EQ(folders_of(environment_).global, home_ / ".dlt");
}

TEST(EnvironmentOfProcess, HasVariablesAndFolders) {
  ::setenv("DECANT_ENVIRONMENT_TEST", "a=b", 1);  // NOLINT(concurrency-mt-unsafe): there is one thread
  const auto environment = Environment::of_process();
  ::unsetenv("DECANT_ENVIRONMENT_TEST");  // NOLINT(concurrency-mt-unsafe)
  EXPECT_EQ(environment.variables.at("DECANT_ENVIRONMENT_TEST"), "a=b");
  EXPECT_EQ(environment.current_dir, fs::current_path());
  EXPECT_EQ(environment.is_root, ::geteuid() == 0);
}

}  // namespace
}  // namespace decant::config
