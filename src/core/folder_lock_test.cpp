#include "core/folder_lock.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>

#include "core/file.h"
#include "core/temporary_folder.h"

namespace decant {
namespace {

using ::testing::HasSubstr;

TEST(FolderLockTest, AdmitsOneAndNamesIt) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "decant" / "lock";
  std::optional<FolderLock> lock;
  {
    auto taken = FolderLock::acquire(path);
    ASSERT_TRUE(taken) << to_string(taken.error());
    lock = std::move(*taken);
  }
  const auto second = FolderLock::acquire(path);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::state);
  EXPECT_THAT(second.error().message, HasSubstr("process " + std::to_string(::getpid()) + ")"));
  lock.reset();
  EXPECT_TRUE(FolderLock::acquire(path));
}

TEST(FolderLockTest, IsFreeWhenItsHolderIsKilled) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "lock";
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = FolderLock::acquire(path);
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(read_file(path).value(), std::to_string(child) + "\n");
  EXPECT_TRUE(FolderLock::acquire(path));
}

}  // namespace
}  // namespace decant
