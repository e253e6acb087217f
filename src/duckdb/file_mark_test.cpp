#include "duckdb/file_mark.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "core/hash.h"
#include "duckdb/connection.h"
#include "duckdb/database.h"

namespace decant::duckdb {
namespace {

class FileMarkTest : public ::testing::Test {
 protected:
  FileMarkTest() { std::filesystem::create_directories(folder_); }
  ~FileMarkTest() override { std::filesystem::remove_all(folder_); }
  FileMarkTest(const FileMarkTest&) = delete;
  FileMarkTest& operator=(const FileMarkTest&) = delete;

  void run(const std::string& sql) const {
    const auto database = Database::open_file(path_, "shop", Access::read_write, {});
    ASSERT_TRUE(database) << to_string(database.error());
    auto connection = database->connect();
    ASSERT_TRUE(connection->execute(sql));
    ASSERT_TRUE(connection->execute("CHECKPOINT"));
  }
  [[nodiscard]] std::string mark() const {
    const auto found = mark_of(path_);
    return found ? found->text : "";
  }

  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("decant-mark-" + random_hex(8));
  std::filesystem::path path_ = folder_ / "shop.duckdb";
};

TEST_F(FileMarkTest, EveryCommitChangesIt) {
  EXPECT_EQ(mark(), "");
  run("CREATE TABLE t (n BIGINT)");
  const auto made = mark();
  EXPECT_NE(made, "");
  run("INSERT INTO t VALUES (1)");
  const auto first = mark();
  EXPECT_NE(first, made);
  run("UPDATE t SET n = 2");
  EXPECT_NE(mark(), first);
}

TEST_F(FileMarkTest, ACommitTellsWithoutSizeAndTime) {
  run("CREATE TABLE t (n BIGINT)");
  run("INSERT INTO t VALUES (1)");
  const auto before = mark();
  const auto size = std::filesystem::file_size(path_);
  const auto time = std::filesystem::last_write_time(path_);
  run("UPDATE t SET n = 2");
  std::filesystem::resize_file(path_, std::max(size, std::filesystem::file_size(path_)));
  std::filesystem::last_write_time(path_, time);
  ASSERT_EQ(std::filesystem::file_size(path_), size) << "else this proves nothing";
  EXPECT_NE(mark(), before);
}

TEST_F(FileMarkTest, ReadingDoesNot) {
  run("CREATE TABLE t (n BIGINT)");
  const auto before = mark();
  {
    const auto database = Database::open_file(path_, "shop", Access::read_only, {});
    auto connection = database->connect();
    ASSERT_TRUE(connection->query("SELECT * FROM t"));
    EXPECT_EQ(mark(), "") << "the engine's locks would be gone";
  }
  EXPECT_EQ(mark(), before);
  EXPECT_LE(mark_of(path_)->written, std::chrono::system_clock::now());
}

TEST_F(FileMarkTest, ALogBesideItHidesWhatItHolds) {
  run("CREATE TABLE t (n BIGINT)");
  std::ofstream(path_.string() + ".wal") << "changes";
  EXPECT_EQ(mark(), "");
}

TEST_F(FileMarkTest, AFileThatAnotherProcessHoldsHasNone) {
  run("CREATE TABLE t (n BIGINT)");
  std::array<int, 2> told{};
  ASSERT_EQ(::pipe(told.data()), 0);
  const std::string path = path_.string();
  const pid_t holder = ::fork();
  if (holder == 0) {
    struct flock lock{};
    lock.l_type = F_WRLCK;
    const bool is_held = ::fcntl(::open(path.c_str(), O_RDWR), F_SETLK, &lock) == 0;
    if (::write(told[1], is_held ? "y" : "n", 1) == 1) ::pause();
    ::_exit(0);
  }
  char is_held = 'n';
  EXPECT_EQ(::read(told[0], &is_held, 1), 1);
  EXPECT_EQ(is_held, 'y');
  EXPECT_EQ(mark(), "");
  ::kill(holder, SIGKILL);
  ::waitpid(holder, nullptr, 0);
  EXPECT_NE(mark(), "");
}

TEST_F(FileMarkTest, AFileMadeAnewHasAnother) {
  run("CREATE TABLE t (n BIGINT)");
  const auto before = mark();
  std::filesystem::remove(path_);
  run("CREATE TABLE t (n BIGINT)");
  EXPECT_NE(mark(), before);
}

}  // namespace
}  // namespace decant::duckdb
