#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <thread>

#include "core/byte_queue.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/file_batch.h"
#include "core/hash.h"
#include "core/memory.h"
#include "core/redact.h"
#include "core/temporary_folder.h"
#include "core/time.h"

namespace decant {
namespace {

TEST(Time, WritesIso8601) {
  EXPECT_EQ(to_iso8601(0), "1970-01-01T00:00:00+00:00");
  EXPECT_EQ(to_iso8601(-1), "1969-12-31T23:59:59.999999+00:00");
  EXPECT_EQ(to_iso8601_millis(1'709'251'199'123'456), "2024-02-29T23:59:59.123Z");
}

TEST(Time, CountsDaysBothWays) {
  for (const std::int64_t days : {-800'000LL, -1LL, 0LL, 59LL, 11'016LL, 19'782LL, 2'932'896LL}) {
    const auto date = civil_from_days(days);
    EXPECT_TRUE(is_valid(date));
    EXPECT_EQ(days_from_civil(date), days);
  }
  EXPECT_FALSE(is_valid({2023, 2, 29}));
  EXPECT_TRUE(is_valid({2000, 2, 29}));
}

// Values observed in dlt.
TEST(Hash, MakesDltsIds) {
  RowIdHasher hasher;
  EXPECT_EQ(hasher.hash("{\"id\":1}"), "z5jIxXIbUnmbKw");
  EXPECT_EQ(hasher.hash("row-1_t__kids_0"), "63nGGqIV8ZrIKA");
  EXPECT_EQ(hasher.hash("{\"id\":1}"), "z5jIxXIbUnmbKw");
  EXPECT_EQ(identifier_tag("abc"), "wiejlq");
}

TEST(Hash, CodesBase64) {
  std::string bytes;
  for (const auto& text :
       {std::string(), std::string("a"), std::string("ab"), std::string("abc"), std::string("\0\xff", 2)}) {
    ASSERT_TRUE(base64_decode(base64_encode(text), bytes));
    EXPECT_EQ(bytes, text);
  }
  EXPECT_FALSE(base64_decode("a", bytes));
  EXPECT_FALSE(base64_decode("a?==", bytes));
}

TEST(Redactor, HidesSecretsAsJsonAndFormsWriteThem) {
  Redactor redactor;
  redactor.add("p a\"s\\s/\u00e9\U0001F511");
  for (const char* written :
       {R"(p a\"s\\s/é🔑)", R"(p a\"s\\s\/é🔑)", R"(p a\"s\\s/\u00e9\ud83d\udd11)", R"(p a\"s\\s\/\u00e9\ud83d\udd11)",
        "p+a%22s%5Cs%2F%C3%A9%F0%9F%94%91", "p%20a%22s%5Cs/%C3%A9%F0%9F%94%91"}) {
    EXPECT_EQ(redactor.redact("<" + std::string(written) + ">"), "<***>") << written;
    EXPECT_TRUE(redactor.contains_secret(written)) << written;
  }
  redactor.forget("p a\"s\\s/\u00e9\U0001F511");
  EXPECT_TRUE(redactor.secrets().empty());
}

TEST(Redactor, HidesSecretsInBothForms) {
  Redactor redactor;
  redactor.add("p@ss/word1");
  redactor.add("short");
  EXPECT_EQ(redactor.redact("key=p@ss/word1&k=p%40ss%2Fword1 short"), "key=***&k=*** short");
  EXPECT_FALSE(redactor.contains_secret("short"));
}

TEST(File, ReplacesAtomically) {
  const auto path = std::filesystem::temp_directory_path() / ("decant_core_" + random_hex(6));
  ASSERT_TRUE(write_file_atomically(path, "one"));
  ASSERT_TRUE(write_file_atomically(path, "two"));
  EXPECT_EQ(read_file(path).value_or("?"), "two");
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  ASSERT_TRUE(decant::remove_all(path));
  EXPECT_EQ(read_file(path).error().kind, ErrorKind::io);
}

TEST(FileBatch, FilesComeIntoTheirPlacesTogether) {
  const TemporaryFolder temporary;
  const auto first = temporary.path() / "a" / "b" / "first";
  const auto second = temporary.path() / "second";
  ASSERT_TRUE(write_file_atomically(second, "old"));
  FileBatch batch;
  ASSERT_TRUE(batch.add(first, "one"));
  ASSERT_TRUE(batch.add(second, "two"));
  EXPECT_FALSE(std::filesystem::exists(first));
  EXPECT_EQ(read_file(second).value_or("?"), "old");
  ASSERT_TRUE(batch.commit());
  EXPECT_EQ(read_file(first).value_or("?"), "one");
  EXPECT_EQ(read_file(second).value_or("?"), "two");
  ASSERT_TRUE(write_file_atomically(second, "three"));
  ASSERT_TRUE(batch.commit());  // nothing is left to do
  EXPECT_EQ(read_file(second).value_or("?"), "three");
}

TEST(FileBatch, WhatIsPlacedIsSeenAtOnce) {
  const TemporaryFolder temporary;
  const auto path = temporary.path() / "a" / "file";
  FileBatch batch;
  ASSERT_TRUE(batch.place(path, "now"));
  EXPECT_EQ(read_file(path).value_or("?"), "now");
  batch.cover(temporary.path());
  ASSERT_TRUE(batch.commit());
  EXPECT_EQ(read_file(path).value_or("?"), "now");
}

TEST(FileBatch, WhatIsNotCommittedTakesNoPlace) {
  const TemporaryFolder temporary;
  const auto path = temporary.path() / "file";
  ASSERT_TRUE(write_file_atomically(path, "old"));
  {
    FileBatch batch;
    ASSERT_TRUE(batch.add(path, "new"));
  }
  EXPECT_EQ(read_file(path).value_or("?"), "old");
}

TEST(FileBatch, NamesWhatCannotBeReplaced) {
  const TemporaryFolder temporary;
  const auto path = temporary.path() / "folder";
  std::filesystem::create_directories(path / "full");
  FileBatch batch;
  ASSERT_TRUE(batch.add(path, "new"));
  for (int i = 0; i < 2; ++i) {
    const auto failed = batch.commit();
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().message.find(path.string()), std::string::npos);
  }
}

TEST(File, AppendsAndReadsBack) {
  const auto path = std::filesystem::temp_directory_path() / ("decant_core_" + random_hex(6));
  auto file = File::open_append(path);
  ASSERT_TRUE(file);
  const std::string_view parts[] = {"ab", "", "cde"};
  ASSERT_TRUE(file->write(parts));
  EXPECT_EQ(file->size().value_or(0), 5U);
  char out[3] = {};
  ASSERT_TRUE(file->read_at(1, 3, out));
  EXPECT_EQ(std::string(out, 3), "bcd");
  EXPECT_FALSE(file->read_at(4, 3, out));
  ASSERT_TRUE(decant::remove_all(path));
}

TEST(Memory, ClaimedPagesKeepTheirContent) {
  std::string text(std::size_t{1} << 20, 'x');
  for (const std::size_t begin : {0U, 1U, 4095U}) claim_pages(text.data() + begin, text.size() - begin);
  claim_pages(text.data(), 10);
  claim_pages(nullptr, 0);
  EXPECT_EQ(text.find_first_not_of('x'), std::string::npos);
}

TEST(ByteQueue, BoundsTheBytesThatWait) {
  ByteQueue<int> queue(10);
  int taken = 0;
  std::thread consumer([&] {
    while (const auto item = queue.pop()) taken += *item;
  });
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(queue.push(1, i == 50 ? 1000 : 4));
  queue.close();
  consumer.join();
  EXPECT_EQ(taken, 100);
}

TEST(ByteQueue, TakesWhatThereIsRoomFor) {
  ByteQueue<std::string> queue(10);
  std::string large = "large";
  std::string small = "small";
  EXPECT_TRUE(queue.try_push(large, 1000));  // alone
  EXPECT_FALSE(queue.try_push(small, 1));
  EXPECT_EQ(small, "small");
  EXPECT_EQ(queue.pop(), "large");
  EXPECT_TRUE(queue.try_push(small, 1));
  queue.close();
  std::string late = "late";
  EXPECT_FALSE(queue.try_push(late, 1));
}

TEST(ByteQueue, StopsBothSides) {
  ByteQueue<int> queue(1);
  ASSERT_TRUE(queue.push(1, 1));
  std::thread producer([&] { EXPECT_FALSE(queue.push(2, 1)); });
  queue.stop();
  producer.join();
  EXPECT_FALSE(queue.pop().has_value());
}

TEST(Clock, EndsASleepWhenCancelled) {
  CancelToken cancel;
  std::thread canceller([&] { cancel.cancel(); });
  EXPECT_FALSE(process_clock().sleep_for(std::chrono::seconds(30), cancel));
  canceller.join();
}

}  // namespace
}  // namespace decant
