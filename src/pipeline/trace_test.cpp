#include "pipeline/trace.h"

#include <gmock/gmock.h>

#include "core/file.h"
#include "core/temporary_folder.h"

namespace decant::pipeline {
namespace {

class TraceTest : public ::testing::Test {
 protected:
  TemporaryFolder temporary_;
  std::filesystem::path path_ = temporary_.path() / "trace.json";
};

TEST_F(TraceTest, TellsWhatTheLastRunRecorded) {
  EXPECT_EQ(read_traced_extract(path_).value(), std::nullopt);
  RunReport report;
  report.extract_load_id = "1749667187.5";
  report.extract_recorded = true;
  ASSERT_TRUE(write_trace(path_, report, nullptr));
  const auto traced = read_traced_extract(path_);
  ASSERT_TRUE(traced && *traced);
  EXPECT_EQ((*traced)->load_id, "1749667187.5");
  EXPECT_TRUE((*traced)->recorded);
  EXPECT_EQ((*read_trace(path_))->text_or("outcome", ""), "loaded");
}

TEST_F(TraceTest, OneThatWasLostWithThePowerIsNone) {
  ASSERT_TRUE(write_file_unsynced(path_, ""));
  EXPECT_EQ(read_trace(path_).value(), std::nullopt);
  EXPECT_EQ(read_traced_extract(path_).value(), std::nullopt);
}

TEST_F(TraceTest, OneThatIsDamagedIsNamed) {
  for (const char* text : {"{", "{}"}) {
    ASSERT_TRUE(write_file_unsynced(path_, text));
    const auto read = read_traced_extract(path_);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().kind, ErrorKind::state);
    EXPECT_THAT(read.error().message, testing::HasSubstr(path_.string()));
  }
}

}  // namespace
}  // namespace decant::pipeline
