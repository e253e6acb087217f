#include "pipeline/recorded_pages.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/temporary_folder.h"
#include "package/package_writer.h"
#include "package/sample_package.h"

namespace decant::pipeline {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class RecordedPagesTest : public ::testing::Test {
 protected:
  static void record(package::PackageWriter& writer, state::Page page, const std::string& body) {
    if (!page.rewritten) {
      ASSERT_TRUE(writer.body(page.address, state::Body{.bytes = body}));
    }
    ASSERT_TRUE(writer.page(page));
  }

  package::PackageReader open() { return std::move(*package::PackageReader::open(folder())); }

  [[nodiscard]] std::filesystem::path folder() const { return temporary_.path() / "p"; }

  /// The records of the page as its document has them.
  static std::vector<std::string> records(const ParsedPage& page) {
    std::vector<std::string> found;
    for (const auto& record : page.recorded.records)
      found.emplace_back(json::Node(*page.document, record.token).source());
    return found;
  }

  TemporaryFolder temporary_;
};

TEST_F(RecordedPagesTest, FindsRecordsInAnyOrder) {
  auto writer = package::PackageWriter::create(folder(), package::sample_manifest(), {});
  ASSERT_TRUE(writer);
  const std::string body = R"({"a":[{"n":1},[2]],"b":{"n":{"n":3}}})";
  const auto span_of = [&](const std::string& text, std::uint32_t index) {
    const auto begin = static_cast<std::uint32_t>(body.find(text));
    return json::RecordSpan{.index = index, .begin = begin, .end = begin + static_cast<std::uint32_t>(text.size())};
  };
  state::Page page;
  page.address = {"orders", "", 0};
  page.records = {span_of(R"({"n":{"n":3}})", 0), span_of("[2]", 1), span_of(R"({"n":1})", 2), span_of("[2]", 3)};
  record(**writer, std::move(page), body);
  const auto reader = open();
  RecordedPages pages(reader, "orders");
  const auto first = pages.next();
  ASSERT_TRUE(first && *first && (*first)->document);
  EXPECT_THAT(records(**first), ElementsAre(R"({"n":{"n":3}})", "[2]", R"({"n":1})", "[2]"));
  EXPECT_FALSE(pages.next()->has_value());
}

TEST_F(RecordedPagesTest, RecordsThatStandInNoDocumentAreLeftAsText) {
  auto writer = package::PackageWriter::create(folder(), package::sample_manifest(), {});
  ASSERT_TRUE(writer);
  state::Page rewritten;
  rewritten.address = {"orders", "", 0};
  rewritten.rewritten = "1\n\"b\"\n";
  rewritten.records = {{.index = 0, .begin = 0, .end = 1}, {.index = 1, .begin = 2, .end = 5}};
  record(**writer, std::move(rewritten), "");
  state::Page scalars;
  scalars.address = {"orders", "", 1};
  scalars.records = {{.index = 0, .begin = 1, .end = 2}};
  record(**writer, std::move(scalars), "[7]");
  const auto reader = open();
  RecordedPages pages(reader, "orders");
  for (int i = 0; i < 2; ++i) {
    const auto page = pages.next();
    ASSERT_TRUE(page && *page);
    EXPECT_FALSE((*page)->document);
  }
}

TEST_F(RecordedPagesTest, WhoeverStopsEarlyEndsTheReading) {
  auto writer = package::PackageWriter::create(folder(), package::sample_manifest(), {});
  ASSERT_TRUE(writer);
  const std::string large = R"([{"text":")" + std::string(5 << 20, 'x') + R"("}])";
  for (std::uint64_t number = 0; number < 6; ++number) {
    state::Page page;
    page.address = {"orders", "", number};
    page.records = {{.index = 0, .begin = 1, .end = static_cast<std::uint32_t>(large.size() - 1)}};
    record(**writer, std::move(page), large);
  }
  const auto reader = open();
  RecordedPages pages(reader, "orders");
  const auto first = pages.next();
  ASSERT_TRUE(first && *first);
  EXPECT_THAT((*first)->recorded.records, SizeIs(1));
}

}  // namespace
}  // namespace decant::pipeline
