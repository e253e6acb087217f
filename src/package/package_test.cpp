#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <thread>

#include "core/temporary_folder.h"
#include "json/parser.h"
#include "package/package_reader.h"
#include "package/package_writer.h"
#include "package/page_payload.h"
#include "package/sample_package.h"

namespace decant::package {
namespace {

using ::testing::HasSubstr;

/// A page without records.
state::Page bare_page(state::PageAddress address) {
  state::Page page;
  page.address = std::move(address);
  return page;
}

class PackageTest : public ::testing::Test {
 protected:
  std::unique_ptr<PackageWriter> begin(const WriterOptions& options = {}) {
    auto writer = PackageWriter::create(folder(), sample_manifest(), options);
    EXPECT_TRUE(writer) << to_string(writer.error());
    return std::move(*writer);
  }

  static void record(PackageWriter& writer, const state::PageAddress& address, bool last = false) {
    const auto body = writer.body(address, sample_body(address.page));
    ASSERT_TRUE(body) << to_string(body.error());
    const auto page = writer.page(sample_page(address, last));
    ASSERT_TRUE(page) << to_string(page.error());
  }

  PackageReader open() {
    auto reader = PackageReader::open(folder());
    EXPECT_TRUE(reader) << to_string(reader.error());
    return std::move(*reader);
  }

  [[nodiscard]] std::filesystem::path folder() const { return temporary_.path() / "p"; }

  TemporaryFolder temporary_;
};

TEST_F(PackageTest, GivesBackWhatWasRecorded) {
  auto writer = begin();
  record(*writer, {"items", "", 0}, true);
  record(*writer, {"orders", "", 0});
  record(*writer, {"orders", "", 1}, true);
  json::Value state = json::Value::object();
  state["_state_version"] = 2;
  ASSERT_TRUE(writer->seal(state));

  const auto reader = open();
  EXPECT_EQ(reader.manifest().state, PackageState::sealed);
  EXPECT_EQ(reader.manifest().seal->state, state);
  EXPECT_EQ(reader.statistics().resources[0].pages, 2U);
  EXPECT_EQ(reader.statistics().resources[0].records, 4U);
  EXPECT_EQ(reader.statistics().resources[1].pages, 1U);
  EXPECT_EQ(reader.page_count("orders"), 2U);
  EXPECT_EQ(reader.page_count("other"), 0U);
  RecordedPage page;
  ASSERT_TRUE(reader.read_page("orders", 1, page));
  const auto expected = sample_page({"orders", "", 1}, true);
  EXPECT_EQ(page.text(), sample_body(1).bytes);
  EXPECT_EQ(page.address.page, 1U);
  EXPECT_EQ(page.records, expected.records);
  EXPECT_EQ(page.constants, expected.constants);
  EXPECT_EQ(page.cursor, expected.cursor);
  EXPECT_EQ(page.change.state, expected.change.state);
  EXPECT_EQ(page.change.boundary, expected.change.boundary);
  EXPECT_TRUE(page.last);
  EXPECT_FALSE(page.rewritten);

  json::Parser parser;
  json::Document document;
  ASSERT_TRUE(parser.parse_in_place(page.text(), document));
  EXPECT_FALSE(reader.read_page("orders", 2, page));
}

TEST_F(PackageTest, CutsLongTextsAndJoinsThemAgain) {
  WriterOptions options;
  options.chunk_bytes = 7;
  auto writer = begin(options);
  ASSERT_TRUE(writer->body({"orders", "", 0}, sample_body(0)));
  ASSERT_TRUE(writer->body({"items", "a", 0}, state::Body{.bytes = std::string(14, 'x')}));
  ASSERT_TRUE(writer->page(sample_page({"orders", "", 0})));
  const auto reader = open();
  EXPECT_EQ(reader.statistics().entries, 8U);  // 5 chunks of 32 bytes, 2 of 14, the page
  RecordedPage page;
  ASSERT_TRUE(reader.read_page("orders", 0, page));
  EXPECT_EQ(page.text(), sample_body(0).bytes);
  const auto body = reader.stored_body({"items", "a", 0});
  ASSERT_TRUE(body);
  EXPECT_EQ((*body)->bytes, std::string(14, 'x'));
}

TEST_F(PackageTest, KeepsRewrittenTextsApartFromBodies) {
  auto writer = begin();
  ASSERT_TRUE(writer->body({"orders", "", 0}, sample_body(0)));
  auto rewritten = bare_page({"orders", "", 0});
  rewritten.rewritten = "{\"n\":1}";
  rewritten.records = {{0, 0, 7}};
  ASSERT_TRUE(writer->page(rewritten));
  rewritten.address.page = 1;  // without any body
  ASSERT_TRUE(writer->page(rewritten));
  ASSERT_TRUE(writer->page(bare_page({"orders", "", 2})));

  const auto reader = open();
  RecordedPage page;
  for (std::size_t number = 0; number < 2; ++number) {
    ASSERT_TRUE(reader.read_page("orders", number, page));
    EXPECT_EQ(page.text(), "{\"n\":1}");
    EXPECT_TRUE(page.rewritten);
    EXPECT_TRUE(page.cursor.is_null());
  }
  ASSERT_TRUE(reader.read_page("orders", 2, page));
  EXPECT_EQ(page.text(), "");
  EXPECT_TRUE(page.records.empty());
}

TEST_F(PackageTest, KnowsWhereSequencesGoOn) {
  auto writer = begin();
  record(*writer, {"items", "orders/0/1", 0});
  record(*writer, {"items", "orders/0/1", 1}, true);
  record(*writer, {"items", "orders/0/2", 0});
  ASSERT_TRUE(writer->body({"items", "orders/0/2", 1}, state::Body{.bytes = "old"}));
  ASSERT_TRUE(writer->body({"items", "orders/0/2", 1}, sample_body(1)));

  const auto reader = open();
  EXPECT_EQ(reader.torn_bytes(), 0U);
  const auto finished = reader.resume_point("items", "orders/0/1");
  ASSERT_TRUE(finished);
  EXPECT_TRUE(finished->finished);
  EXPECT_EQ(finished->next_page, 2U);
  const auto open_one = reader.resume_point("items", "orders/0/2");
  ASSERT_TRUE(open_one);
  EXPECT_FALSE(open_one->finished);
  EXPECT_EQ(open_one->next_page, 1U);
  EXPECT_EQ(open_one->cursor.integer_or("offset", 0), 1);
  std::vector<std::int64_t> offsets;
  const auto take = [&](const json::Value& cursor) -> Result<void> {
    offsets.push_back(cursor.integer_or("offset", -1));
    return {};
  };
  ASSERT_TRUE(reader.each_cursor("items", "orders/0/1", take));
  EXPECT_EQ(offsets, (std::vector<std::int64_t>{1, 2}));
  ASSERT_TRUE(reader.each_cursor("items", "orders/0/3", take));
  ASSERT_TRUE(reader.each_cursor("orders", "", take));
  EXPECT_EQ(offsets.size(), 2U);
  const auto unknown = reader.resume_point("items", "orders/0/3");
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->next_page, 0U);
  EXPECT_TRUE(unknown->cursor.is_null());

  const auto change = reader.state_change("items");
  ASSERT_TRUE(change);
  EXPECT_TRUE(change->boundary.resets);
  EXPECT_EQ(change->boundary.cursor_path, "u");
  EXPECT_EQ(change->state, reader.state_change("items", reader.page_count("items") - 1)->state);
  EXPECT_TRUE(reader.state_change("unknown")->state.is_null());
  EXPECT_FALSE(reader.state_change("items", reader.page_count("items")));

  const auto body = reader.stored_body({"items", "orders/0/2", 1});
  ASSERT_TRUE(body);
  EXPECT_EQ((*body)->bytes, sample_body(1).bytes);
  EXPECT_EQ((*body)->headers.text_or("link", ""), "next 1");
  EXPECT_FALSE(reader.stored_body({"items", "orders/0/2", 0})->has_value());  // decided
}

TEST_F(PackageTest, RefusesWhatDoesNotFit) {
  auto writer = begin();
  record(*writer, {"orders", "", 0});
  const auto refused = [&](const state::Page& page) {
    const auto outcome = writer->page(page);
    return !outcome && outcome.error().kind == ErrorKind::internal;
  };
  EXPECT_TRUE(refused(sample_page({"orders", "", 0})));  // decided before
  EXPECT_TRUE(refused(sample_page({"orders", "", 2})));  // page 1 is missing
  EXPECT_TRUE(refused(sample_page({"orders", "", 1})));  // has records but no body
  EXPECT_TRUE(refused(sample_page({"other", "", 0})));   // no such resource
  EXPECT_FALSE(writer->body({"orders", "", 0}, sample_body(0)));
  ASSERT_TRUE(writer->body({"orders", "", 1}, sample_body(1)));
  auto page = sample_page({"orders", "", 1});
  page.records[1].end += 2;
  EXPECT_TRUE(refused(page));  // beyond the text
  page = sample_page({"orders", "", 1});
  std::swap(page.records[0], page.records[1]);
  EXPECT_TRUE(refused(page));  // indexes fall
  EXPECT_TRUE(writer->page(sample_page({"orders", "", 1}, true)));
  EXPECT_TRUE(refused(bare_page({"orders", "", 2})));  // behind the last
  ASSERT_TRUE(writer->seal({}));
  EXPECT_TRUE(refused(bare_page({"items", "", 0})));  // sealed
  EXPECT_FALSE(PackageWriter::resume(open()));
  EXPECT_EQ(open().page_count("orders"), 2U);
}

TEST_F(PackageTest, TakesEntriesFromManyThreads) {
  WriterOptions options;
  options.chunk_bytes = 10;
  options.sync_bytes = 1000;
  auto manifest = sample_manifest();
  manifest.resources.clear();
  constexpr std::size_t kThreads = 4;
  constexpr std::uint64_t kPages = 50;
  for (std::size_t i = 0; i < kThreads; ++i) {
    schema::ResourceHints hints;
    hints.name = "r" + std::to_string(i);
    manifest.resources.push_back(hints);
  }
  auto writer = PackageWriter::create(folder(), manifest, options);
  ASSERT_TRUE(writer);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      for (std::uint64_t page = 0; page < kPages; ++page) record(**writer, {"r" + std::to_string(i), "s", page});
    });
  }
  for (auto& thread : threads) thread.join();
  ASSERT_TRUE((*writer)->seal({}));
  const auto reader = open();
  RecordedPage page;
  for (std::size_t i = 0; i < kThreads; ++i) {
    ASSERT_EQ(reader.page_count("r" + std::to_string(i)), kPages);
    for (std::size_t number = 0; number < kPages; ++number) {
      ASSERT_TRUE(reader.read_page("r" + std::to_string(i), number, page));
      ASSERT_EQ(page.text(), sample_body(number).bytes);
    }
  }
}

TEST(PagePayloadTest, ReadsTheFirstFormatWhichHadNoBoundary) {
  state::Page page = sample_page({"orders", "", 0});
  page.change.boundary = {};
  const std::string text = encode_payload(page);
  PagePayload payload;
  ASSERT_TRUE(decode_payload(text, 2, 2, 1000, payload));
  EXPECT_TRUE(payload.change.boundary.cursor_path.empty());
  EXPECT_FALSE(decode_payload(text, 1, 2, 1000, payload));
  ASSERT_TRUE(decode_payload(std::string_view(text).substr(0, text.size() - 1), 1, 2, 1000, payload));
  EXPECT_EQ(payload.change.state, page.change.state);
}

TEST(PagePayloadTest, RefusesMalformedBoundaries) {
  const std::string text = encode_payload(sample_page({"orders", "", 0}));
  PagePayload payload;
  ASSERT_TRUE(decode_payload(text, 2, 2, 1000, payload));
  const std::string head = text.substr(0, text.size() - 20);  // up to the cursor path: 2 + flags, count, 1 + 15 bytes
  using namespace std::string_literals;
  for (const auto& tail :
       {"\1u"s, "\1u\2\0"s, "\1u\1\1\x0e"s + std::string(14, 'x'), "\1u\1\xff\xff\x7f"s, "\1u\1\0!"s})
    EXPECT_FALSE(decode_payload(head + tail, 2, 2, 1000, payload));
  EXPECT_TRUE(decode_payload(head + "\1u\1\0"s, 2, 2, 1000, payload));
}

TEST_F(PackageTest, KeepsItsFilesPrivateAndReadsWithinItsLimits) {
  auto writer = begin();
  record(*writer, {"orders", "", 0});
  for (const auto file : {kLogFile, kManifestFile}) {
    struct stat status{};
    ASSERT_EQ(::stat((folder() / file).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
  }
  const auto reader = PackageReader::open(folder(), ReadLimits{.max_text_bytes = 10});
  ASSERT_TRUE(reader);
  RecordedPage page;
  const auto outcome = reader->read_page("orders", 0, page);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::package);
  EXPECT_THAT(outcome.error().message, HasSubstr("larger than 10"));
}

}  // namespace
}  // namespace decant::package
