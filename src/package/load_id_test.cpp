#include "package/load_id.h"

#include <gtest/gtest.h>

namespace decant::package {
namespace {

class StoppedClock : public Clock {
 public:
  explicit StoppedClock(Micros now) : now_(now) {}
  [[nodiscard]] Micros now() const override { return now_; }
  bool sleep_for(std::chrono::milliseconds, const CancelToken&) override { return true; }

 private:
  Micros now_;
};

TEST(LoadIdTest, IsTheShortestTextOfTheSeconds) {
  EXPECT_EQ(make_load_id(StoppedClock(1749667187541553), ""), "1749667187.541553");
  EXPECT_EQ(make_load_id(StoppedClock(1749667187000000), ""), "1749667187.0");
  EXPECT_EQ(make_load_id(StoppedClock(1749667187541553), "1749667186.9"), "1749667187.541553");
}

TEST(LoadIdTest, GrowsWhenTheClockStands) {
  const StoppedClock clock(1749667187541553);
  std::string last;
  for (int i = 0; i < 1000; ++i) {
    const std::string next = make_load_id(clock, last);
    ASSERT_LT(last, next);
    last = next;
  }
  EXPECT_EQ(make_load_id(clock, "1749667187.541553"), "1749667187.5415533");  // the next double
}

TEST(LoadIdTest, BecomesAnInstantAgain) {
  EXPECT_EQ(instant_of("1749667187.541553"), 1749667187541553);
  EXPECT_EQ(instant_of("1749667187.5415533"), 1749667187541553);
  EXPECT_EQ(instant_of("1795433184.4623818"), 1795433184462382);
  EXPECT_EQ(instant_of("1795433184.9999998"), 1795433185000000);
  for (const char* text : {"", ".", "1", "1.", "1e9.0", "-1.0", "1.0/..", "../1.0", "99999999999999999999.0"})
    EXPECT_FALSE(instant_of(text)) << text;
}

}  // namespace
}  // namespace decant::package
