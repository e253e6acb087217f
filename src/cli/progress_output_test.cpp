#include "cli/progress_output.h"

#include <gmock/gmock.h>

#include <string>

namespace decant::cli {
namespace {

using pipeline::ResourcePhase;
using testing::HasSubstr;

class SteppedClock final : public Clock {
 public:
  [[nodiscard]] Micros now() const override { return micros; }
  bool sleep_for(std::chrono::milliseconds duration, const CancelToken&) override {
    micros += duration.count() * 1000;
    return true;
  }
  Micros micros = 1'000 * kMicrosPerSecond;
};

class ProgressTest : public testing::Test {
 protected:
  ProgressOutput output(ProgressMode mode) {
    return {mode, 80, 24, clock_, [this](const std::string& text) { written_ += text; }};
  }
  static pipeline::Progress at(ResourcePhase phase, std::uint64_t pages) {
    pipeline::Progress progress;
    progress.load_id = "1.5";
    progress.resources = {{.resource = "orders",
                           .phase = phase,
                           .pages = pages,
                           .records = pages * 1000,
                           .bytes = pages * 1'000'000,
                           .retries = 0}};
    return progress;
  }
  SteppedClock clock_;
  std::string written_;
};

TEST_F(ProgressTest, TheLogHasOneLinePerResourceOnceItIsThrough) {
  auto progress = output(ProgressMode::log);
  progress.on_progress(at(ResourcePhase::extracting, 1));
  EXPECT_EQ(written_, "");
  clock_.micros += 2 * kMicrosPerSecond;
  progress.on_progress(at(ResourcePhase::extracted, 4));
  progress.on_progress(at(ResourcePhase::extracted, 4));
  EXPECT_EQ(written_, "orders: 4 pages, 4,000 records, 4.0 MB, 2.0 MB/s\n");
}

TEST_F(ProgressTest, TheBarIsDrawnOverItselfAndNotTooOften) {
  auto progress = output(ProgressMode::bar);
  progress.on_progress(at(ResourcePhase::extracting, 1));
  EXPECT_THAT(written_, HasSubstr("orders: 1 page, 1,000 records"));
  written_.clear();
  clock_.micros += kMicrosPerSecond / 10;
  progress.on_progress(at(ResourcePhase::extracting, 2));
  EXPECT_EQ(written_, "");
  clock_.micros += kMicrosPerSecond / 5;
  progress.on_progress(at(ResourcePhase::extracting, 3));
  EXPECT_THAT(written_, testing::StartsWith("\x1b[1F\x1b[Jorders: 3 pages"));
}

TEST_F(ProgressTest, ANoteStandsAboveTheBar) {
  auto progress = output(ProgressMode::bar);
  progress.on_progress(at(ResourcePhase::extracting, 1));
  written_.clear();
  progress.on_note({.resource = "orders", .message = "left\x1b out"});
  EXPECT_THAT(written_, testing::StartsWith("\x1b[1F\x1b[Jnote: orders: left\\u001b out\norders: 1 page"));
}

TEST_F(ProgressTest, JsonLines) {
  auto progress = output(ProgressMode::json);
  progress.on_progress(at(ResourcePhase::extracting, 1));
  progress.on_note({.resource = "", .message = "hello"});
  EXPECT_EQ(
      written_,
      "{\"step\":\"extract\",\"load_id\":\"1.5\",\"resources\":[{\"resource\":\"orders\",\"phase\":\"extracting\","
      "\"pages\":1,"
      "\"records\":1000,\"bytes\":1000000,\"retries\":0}],\"normalized\":0,\"loaded_rows\":0}\n{\"note\":\"hello\"}\n");
}

}  // namespace
}  // namespace decant::cli
