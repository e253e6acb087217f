#include "destination/sql/boundary_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "destination/sql/dataset_fixture.h"

namespace decant::destination {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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

class BoundaryTableTest : public SqlDatasetTest {
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
};

TEST_P(BoundaryTableTest, RowsSayWhoseTheyAre) {
  ASSERT_TRUE(done(change("1700000000.1", true, 0, 3)));
  ASSERT_TRUE(done(change("1700000000.2", true, 10, 12, "q")));
  EXPECT_THAT(ask("SELECT DISTINCT pipeline_name, source, resource, cursor_path, _dlt_load_id FROM _decant_boundary "
                  "ORDER BY resource"),
              ElementsAre("shop|rest_api|p|u|1700000000.1", "shop|rest_api|q|u|1700000000.2"));
}

TEST_P(BoundaryTableTest, IsNotMadeForNothing) {
  ASSERT_TRUE(done(change("1700000000.1", true, 0, 0)));
  EXPECT_THAT(ask("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND "
                  "table_name = '_decant_boundary'"),
              IsEmpty());
}

DECANT_EACH_SQL_DATABASE(BoundaryTableTest);

}  // namespace
}  // namespace decant::destination
