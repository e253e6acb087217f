#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/any_dataset_fixture.h"
#include "destination/boundary_fixture.h"

namespace decant::destination {
namespace {

using BoundaryTest = BoundaryLoads<AnyDatasetTest>;
using Numbers = HashesOfNumbers;

TEST_P(BoundaryTest, KeepsHashesOfBothLengthsByCursor) {
  EXPECT_TRUE(stored().empty());
  ASSERT_TRUE(done(change("1700000000.1", true, 0, 3)));
  ASSERT_TRUE(done(change("1700000000.2", true, 10, 12, "q")));
  const auto hashes = stored();
  EXPECT_EQ(hashes.size(), 3U);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(hashes.contains(Numbers::hash(i)));
  EXPECT_TRUE(stored("another").empty());
  EXPECT_EQ(stored("shop", "q").size(), 2U);
}

TEST_P(BoundaryTest, ExtendsReplacesAndRemoves) {
  ASSERT_TRUE(done(change("1700000000.1", true, 0, 30'000)));
  ASSERT_TRUE(done(change("1700000000.2", false, 30'000, 60'000)));
  EXPECT_EQ(stored().size(), 60'000U);
  ASSERT_TRUE(done(change("1700000000.3", true, 5, 10)));
  EXPECT_EQ(stored().size(), 5U);
  ASSERT_TRUE(done(change("1700000000.4", true, 0, 0)));
  EXPECT_TRUE(stored().empty());
}

TEST_P(BoundaryTest, ALoadThatIsThereChangesNothing) {
  ASSERT_TRUE(done(change("1700000000.1", true, 0, 3)));
  ASSERT_TRUE(done(change("1700000000.1", false, 3, 6)));
  EXPECT_EQ(stored().size(), 3U);
}

DECANT_EACH_DESTINATION(BoundaryTest);

}  // namespace
}  // namespace decant::destination
