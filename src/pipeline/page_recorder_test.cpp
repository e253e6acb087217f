#include "pipeline/page_recorder.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "core/temporary_folder.h"
#include "json/parser.h"
#include "package/sample_package.h"

namespace decant::pipeline {
namespace {

class PageRecorderTest : public ::testing::Test {
 protected:
  PageRecorderTest() {
    const auto manifest = package::sample_manifest();
    writer_ = std::move(*package::PackageWriter::create(temporary_.path() / "p", manifest));
    normalizer_ = std::move(*PackageNormalizer::make(schema::Schema("shop"), {.load_id = manifest.load_id,
                                                                              .resources = manifest.resources,
                                                                              .spill = temporary_.path() / "spill",
                                                                              .memory = 1 << 20,
                                                                              .normalize = {}}));
  }

  PageRecorder recorder() {
    return PageRecorder({.writer = &writer_,
                         .recorded = nullptr,
                         .normalizer = normalizer_.get(),
                         .queue = &queue_,
                         .monitor = &monitor_,
                         .states = &states_,
                         .slicing = nullptr,
                         .on_bytes = [] {}});
  }

  /// A page of one record.
  static source::Page page(std::uint64_t number) {
    source::Page page;
    page.address = {"orders", "", number};
    page.document = std::move(*json::Parser().parse(R"([{"id":1}])"));
    page.records = {{.index = 0, .begin = 1, .end = 9}};
    return page;
  }

  TemporaryFolder temporary_;
  std::unique_ptr<package::PackageWriter> writer_;
  std::unique_ptr<PackageNormalizer> normalizer_;
  PageQueue queue_{1};  // a page at a time
  RunMonitor monitor_{{"orders"}, nullptr};
  ResourceStates states_{{ResourceStates::Begin{}}};
  const json::Value no_headers_ = json::Value::object();
};

TEST_F(PageRecorderTest, APageWithItsBodyIsHandedOnAndRecorded) {
  auto recorder = this->recorder();
  ASSERT_TRUE(recorder.page_with_body(page(0), no_headers_));
  EXPECT_EQ(writer_->statistics().entries, 2);
  const auto queued = queue_.pop();
  ASSERT_TRUE(queued && queued->document);
  EXPECT_EQ(queued->document->source(), R"([{"id":1}])");
  EXPECT_EQ(queued->records.size(), 1);
}

TEST_F(PageRecorderTest, APageIsRecordedBeforeItHasToWait) {
  auto recorder = this->recorder();
  ASSERT_TRUE(recorder.page_with_body(page(0), no_headers_));
  std::thread waiting([&] { EXPECT_TRUE(recorder.page_with_body(page(1), no_headers_)); });
  while (writer_->statistics().entries < 4) std::this_thread::yield();
  EXPECT_EQ(queue_.pop()->page, 0);
  EXPECT_EQ(queue_.pop()->page, 1);
  waiting.join();
}

TEST_F(PageRecorderTest, APageThatComesAfterAStopIsRecorded) {
  auto recorder = this->recorder();
  queue_.stop();
  const auto taken = recorder.page_with_body(page(0), no_headers_);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, ErrorKind::cancelled);
  EXPECT_EQ(writer_->statistics().entries, 2);
}

}  // namespace
}  // namespace decant::pipeline
