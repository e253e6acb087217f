#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "destination/any_dataset_fixture.h"

namespace decant::destination {
namespace {

/// Hands out hashes of numbers, in parts.
class Numbers final : public BoundaryReader {
 public:
  Numbers(int first, int last) : next_(first), last_(last) {}

  static state::BoundaryHash hash(int number) {
    state::BoundaryHash hash;
    std::memcpy(hash.bytes.data(), &number, sizeof number);
    hash.size = number % 2 == 0 ? state::BoundaryHash::kLong : state::BoundaryHash::kShort;
    return hash;
  }

  Result<const std::vector<state::BoundaryHash>*> next() override {
    part_.clear();
    while (next_ < last_ && part_.size() < 1000) part_.push_back(hash(next_++));
    return part_.empty() ? nullptr : &part_;
  }

 private:
  int next_;
  int last_;
  std::vector<state::BoundaryHash> part_;
};

class BoundaryTest : public AnyDatasetTest {
 protected:
  /// Publishes a load that changes the boundary of resource `p`.
  Result<LoadReport> change(const std::string& load_id, bool replaces, int first, int last,
                            const std::string& resource = "p") {
    auto load = request(load_id, {});
    BoundaryLoad boundary;
    boundary.key = {.source = "rest_api", .resource = resource, .cursor_path = "u"};
    boundary.replaces = replaces;
    if (last > first) boundary.added = std::make_unique<Numbers>(first, last);
    load.boundaries.push_back(std::move(boundary));
    return target()->publish(std::move(load));
  }

  state::BoundarySet stored(const std::string& pipeline = "shop", const std::string& resource = "p") {
    state::BoundarySet hashes;
    const auto read =
        target()->read_boundary(pipeline, {.source = "rest_api", .resource = resource, .cursor_path = "u"}, hashes);
    EXPECT_TRUE(read) << to_string(read.error());
    return hashes;
  }
};

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

DECANT_EACH_DATASET(BoundaryTest);

}  // namespace
}  // namespace decant::destination
