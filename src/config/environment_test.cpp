#include "config/environment.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

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
  EXPECT_EQ(folders.global, home_ / ".dlt");
  EXPECT_EQ(folders.data, "/data");
  EXPECT_EQ(folders.local, "/project/files");
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
