#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "core/temporary_folder.h"
#include "package/entry.h"
#include "package/package_reader.h"
#include "package/package_writer.h"
#include "package/sample_package.h"

namespace decant::package {
namespace {

using ::testing::HasSubstr;

/// A log of three pages; `ends[n]` is its size once n pages were decided.
class RecoveryTest : public ::testing::Test {
 protected:
  static constexpr std::uint64_t kPages = 3;

  void record(const WriterOptions& options, bool seal) {
    auto writer = PackageWriter::create(folder_, sample_manifest(), options);
    ASSERT_TRUE(writer) << to_string(writer.error());
    ends_.push_back((*writer)->statistics().log_bytes);
    for (std::uint64_t page = 0; page < kPages; ++page) {
      ASSERT_TRUE((*writer)->body({"orders", "", page}, sample_body(page)));
      ASSERT_TRUE((*writer)->page(sample_page({"orders", "", page}, page + 1 == kPages)));
      ends_.push_back((*writer)->statistics().log_bytes);
    }
    if (seal) {
      ASSERT_TRUE((*writer)->seal({}));
    }
    bytes_ = read_bytes(log_);
    ASSERT_EQ(bytes_.size(), ends_.back());
  }

  /// Pages that were decided in the first `size` bytes.
  [[nodiscard]] std::uint64_t pages_within(std::size_t size) const {
    std::uint64_t pages = 0;
    while (pages < kPages && ends_[pages + 1] <= size) ++pages;
    return pages;
  }

  /// Checks that the package holds so many pages, goes on behind them, and is then whole. (Sealing costs several
  /// syncs.)
  void expect_resumes_after(std::uint64_t pages, bool seal = true) {
    const auto recorded = PackageReader::open(folder_);
    ASSERT_TRUE(recorded) << to_string(recorded.error());
    ASSERT_EQ(recorded->page_count("orders"), pages);
    const auto point = recorded->resume_point("orders", "");
    ASSERT_TRUE(point);
    ASSERT_EQ(point->next_page, pages);
    auto writer = PackageWriter::resume(*recorded);
    ASSERT_TRUE(writer) << to_string(writer.error());
    for (std::uint64_t page = pages; page < kPages; ++page) {
      const auto stored = recorded->stored_body({"orders", "", page});
      ASSERT_TRUE(stored);
      if (*stored) {
        ASSERT_EQ((*stored)->bytes, sample_body(page).bytes);
      }
      if (!*stored) {
        ASSERT_TRUE((*writer)->body({"orders", "", page}, sample_body(page)));
      }
      ASSERT_TRUE((*writer)->page(sample_page({"orders", "", page}, page + 1 == kPages)));
    }
    if (seal) {
      ASSERT_TRUE((*writer)->seal({}));
    }
    const auto reader = PackageReader::open(folder_);
    ASSERT_TRUE(reader) << to_string(reader.error());
    ASSERT_EQ(reader->torn_bytes(), 0U);
    RecordedPage page;
    for (std::size_t number = 0; number < kPages; ++number) {
      ASSERT_TRUE(reader->read_page("orders", number, page));
      ASSERT_EQ(page.text(), sample_body(number).bytes);
      ASSERT_EQ(page.records, sample_page({"orders", "", number}).records);
    }
  }

  TemporaryFolder temporary_;
  std::filesystem::path folder_ = temporary_.path() / "p";
  std::filesystem::path log_ = folder_ / kLogFile;
  std::vector<std::uint64_t> ends_;
  std::string bytes_;
};

TEST_F(RecoveryTest, GoesOnBehindTheLastWholeEntryWhereverTheLogWasCut) {
  record({}, false);
  const std::string manifest = read_bytes(folder_ / kManifestFile);
  for (std::size_t size = 0; size <= bytes_.size(); ++size) {
    SCOPED_TRACE(size);
    write_bytes(folder_ / kManifestFile, manifest);
    write_bytes(log_, bytes_.substr(0, size));
    ASSERT_NO_FATAL_FAILURE(expect_resumes_after(pages_within(size), size % 32 == 0));
  }
}

TEST_F(RecoveryTest, GoesOnBehindAnEndThatTheDiskFilledWithZeros) {
  record({}, false);
  const std::string manifest = read_bytes(folder_ / kManifestFile);
  for (std::size_t size = kFileHeaderSize; size < bytes_.size(); size += 37) {
    SCOPED_TRACE(size);
    write_bytes(folder_ / kManifestFile, manifest);
    write_bytes(log_, bytes_.substr(0, size) + std::string(bytes_.size() - size, '\0'));
    const auto reader = PackageReader::open(folder_);
    ASSERT_TRUE(reader);
    ASSERT_NO_FATAL_FAILURE(expect_resumes_after(reader->page_count("orders")));
  }
}

TEST_F(RecoveryTest, FindsEveryChangedByteOfASealedLog) {
  record({}, true);
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    std::string damaged = bytes_;
    damaged[i] = static_cast<char>(damaged[i] ^ 1 << (i % 8));
    write_bytes(log_, damaged);
    const auto reader = PackageReader::open(folder_);
    ASSERT_FALSE(reader) << "byte " << i;
    ASSERT_EQ(reader.error().kind, ErrorKind::package);
    ASSERT_THAT(reader.error().message, HasSubstr(log_.string()));
  }
}

TEST_F(RecoveryTest, FindsMissingAndAddedBytesOfASealedLog) {
  record({}, true);
  for (std::size_t size = 0; size < bytes_.size(); ++size) {
    write_bytes(log_, bytes_.substr(0, size));
    ASSERT_FALSE(PackageReader::open(folder_)) << size;
  }
  write_bytes(log_, bytes_ + "x");
  EXPECT_FALSE(PackageReader::open(folder_));
}

TEST_F(RecoveryTest, FindsAPageThatTookAnothersPlace) {
  record({}, true);
  // The last page is cut off and the size made up for by the one before: every checksum fits, the order does not.
  std::string damaged = bytes_.substr(0, ends_[2]);
  damaged += bytes_.substr(ends_[1], ends_[2] - ends_[1]);
  damaged.resize(bytes_.size(), '\0');
  write_bytes(log_, damaged);
  const auto reader = PackageReader::open(folder_);
  ASSERT_FALSE(reader);
  EXPECT_THAT(reader.error().message, HasSubstr("it has another number"));
}

TEST_F(RecoveryTest, FindsEveryChangedByteOfTheManifestOrReadsTheSame) {
  record({}, true);
  const std::string manifest = read_bytes(folder_ / kManifestFile);
  const auto original = read_manifest(folder_);
  ASSERT_TRUE(original);
  for (std::size_t i = 0; i < manifest.size(); ++i) {
    std::string damaged = manifest;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    write_bytes(folder_ / kManifestFile, damaged);
    const auto changed = read_manifest(folder_);
    ASSERT_TRUE(!changed || changed->to_json() == original->to_json()) << i;
  }
}

TEST_F(RecoveryTest, TakesDamageBeforeSyncedBytesForDamage) {
  WriterOptions options;
  options.sync_bytes = 1;  // every entry states that all before it is on the disk
  record(options, false);
  for (std::size_t i = ends_[0]; i < ends_[kPages - 1]; ++i) {
    std::string damaged = bytes_;
    damaged[i] = static_cast<char>(damaged[i] ^ 4);
    write_bytes(log_, damaged);
    const auto reader = PackageReader::open(folder_);
    ASSERT_FALSE(reader) << "byte " << i;
    ASSERT_THAT(reader.error().message, HasSubstr("is damaged at byte"));
  }
}

TEST_F(RecoveryTest, TakesAHoleInUnsyncedBytesForTheEnd) {
  WriterOptions options;
  options.sync_interval = std::chrono::hours(1);
  record(options, false);
  std::string damaged = bytes_;
  damaged.replace(ends_[1] + 3, 20, 20, '\0');
  write_bytes(log_, damaged);
  const auto reader = PackageReader::open(folder_);
  ASSERT_TRUE(reader) << to_string(reader.error());
  EXPECT_EQ(reader->torn_bytes(), bytes_.size() - ends_[1]);
  expect_resumes_after(1);
}

TEST_F(RecoveryTest, GivesUpAfterAFailedWriteAndLeavesWholeEntries) {
  auto writer = PackageWriter::create(folder_, sample_manifest());
  ASSERT_TRUE(writer);
  ASSERT_TRUE((*writer)->body({"orders", "", 0}, sample_body(0)));
  ASSERT_TRUE((*writer)->page(sample_page({"orders", "", 0})));
  const std::uint64_t whole = (*writer)->statistics().log_bytes;

  // A limit on the size of files stands for a full disk: the entry that crosses it is written in part.
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit tight = before;
  tight.rlim_cur = whole + 20;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  const auto outcome = (*writer)->body({"orders", "", 1}, sample_body(1));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);

  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::io);
  EXPECT_FALSE((*writer)->body({"orders", "", 1}, sample_body(1)));
  EXPECT_FALSE((*writer)->seal({}));
  EXPECT_EQ(read_bytes(log_).size(), whole);
  expect_resumes_after(1);
}

TEST_F(RecoveryTest, RefusesANewerFormat) {
  record({}, false);
  bytes_[8] = 3;
  write_bytes(log_, bytes_);
  const auto reader = PackageReader::open(folder_);
  ASSERT_FALSE(reader);
  EXPECT_THAT(reader.error().message, HasSubstr("format 3"));
}

}  // namespace
}  // namespace decant::package
