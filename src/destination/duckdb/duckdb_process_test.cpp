// What other processes see, and what a killed one leaves: the tests run this program again as a child.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "destination/duckdb/dataset_fixture.h"
#include "duckdb/database.h"

namespace decant::destination {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kFile = "DECANT_TEST_FILE";
constexpr const char* kFault = "DECANT_FAULT";

/// This program, running one disabled test.
class Child {
 public:
  explicit Child(const std::string& test) {
    std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
    std::string filter = "--gtest_filter=" + test;
    std::string disabled = "--gtest_also_run_disabled_tests";
    char* const arguments[] = {program.data(), filter.data(), disabled.data(), nullptr};
    EXPECT_EQ(::posix_spawn(&process_, program.c_str(), nullptr, nullptr, arguments, environ), 0);
  }
  ~Child() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      wait();
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] int id() const { return process_; }

  /// How it ended, as waitpid tells it.
  int wait() {
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = 0;
    return status;
  }

 private:
  pid_t process_ = 0;
};

class DuckDbProcessTest : public DatasetTest {
 protected:
  DuckDbProcessTest() {
    if (const char* const file = std::getenv(kFile); file != nullptr) path_ = file;
    add_root("t", "append");
    add_root("u", "append");
  }
  ~DuckDbProcessTest() override {
    ::unsetenv(kFile);
    ::unsetenv(kFault);
  }

  [[nodiscard]] std::string signal_file() const { return path_.string() + ".ready"; }

  Result<LoadReport> load_both(const std::string& load_id) {
    return load(load_id, {{"t", {{{"1", "a", load_id, "x"}}}}, {"u", {{{"2", "b", load_id, "y"}}}}});
  }

  /// Runs a load in a child that is killed at the fault point.
  void load_and_kill(const std::string& load_id, const std::string& point) {
    ::setenv(kFile, path_.c_str(), 1);
    ::setenv("DECANT_TEST_LOAD", load_id.c_str(), 1);
    ::setenv(kFault, (point + ":kill").c_str(), 1);
    const int status = Child("DuckDbProcessTest.DISABLED_Loads").wait();
    ::unsetenv(kFault);
    EXPECT_TRUE(WIFSIGNALED(status)) << point;
  }
};

TEST_F(DuckDbProcessTest, DISABLED_HoldsTheFile) {
  const auto database = duckdb::Database::open_file(path_, "held", duckdb::Access::read_write, {});
  ASSERT_TRUE(database);
  std::ofstream(signal_file()) << "ready";
  std::this_thread::sleep_for(std::chrono::milliseconds(std::stoi(std::getenv("DECANT_TEST_HOLD"))));
}

TEST_F(DuckDbProcessTest, DISABLED_Loads) { EXPECT_TRUE(done(load_both(std::getenv("DECANT_TEST_LOAD")))); }

class LockTest : public DuckDbProcessTest {
 protected:
  std::unique_ptr<Child> hold(const char* milliseconds) {
    ::setenv(kFile, path_.c_str(), 1);
    ::setenv("DECANT_TEST_HOLD", milliseconds, 1);
    auto child = std::make_unique<Child>("DuckDbProcessTest.DISABLED_HoldsTheFile");
    while (!std::filesystem::exists(signal_file())) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return child;
  }
};

TEST_F(LockTest, HolderIsNamed) {
  const auto child = hold("60000");
  const auto refused = load_both("1");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::destination);
  EXPECT_THAT(refused.error().message, HasSubstr(path_.string() + " is in use by "));
  EXPECT_THAT(refused.error().message, HasSubstr("(PID " + std::to_string(child->id()) + ")"));
  EXPECT_NE(refused.error().hint, "");
  EXPECT_FALSE(destination().has_load("1"));
}

TEST_F(LockTest, ShortHoldIsWaitedFor) {
  const auto child = hold("200");
  EXPECT_TRUE(done(load_both("1")));
}

#ifdef DECANT_FAULT_POINTS

TEST_F(DuckDbProcessTest, KilledBeforeTheCommitNothingIsThere) {
  for (const char* point : {"publish.begin", "publish.after_table", "publish.before_commit"}) {
    load_and_kill("1", point);
    EXPECT_FALSE(destination().has_load("1").value()) << point;
    EXPECT_FALSE(destination().inspect("shop")->exists) << point;
  }
  EXPECT_TRUE(done(load_both("1")));
  load_and_kill("2", "publish.before_commit");
  EXPECT_THAT(ask("SELECT _dlt_load_id FROM t UNION ALL SELECT _dlt_load_id FROM u"), ElementsAre("1", "1"));
}

TEST_F(DuckDbProcessTest, KilledAfterTheCommitEverythingIsThere) {
  load_and_kill("1", "publish.after_commit");
  EXPECT_TRUE(destination().has_load("1").value());
  EXPECT_THAT(ask("SELECT v FROM t UNION ALL SELECT v FROM u"), ElementsAre("a", "b"));
  const auto again = load_both("1");
  ASSERT_TRUE(done(again));
  EXPECT_TRUE(again->already_loaded);
}

#endif

}  // namespace
}  // namespace decant::destination
