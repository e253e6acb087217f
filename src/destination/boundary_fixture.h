#pragma once

// For tests only.
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "destination/destination.h"
#include "state/boundary.h"

namespace decant::destination {

/// Hands out hashes of numbers, in parts.
class HashesOfNumbers final : public BoundaryReader {
 public:
  HashesOfNumbers(int first, int last) : next_(first), last_(last) {}

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

/// Loads into datasets of the fixture `Dataset` that change the boundary of a cursor.
template <typename Dataset>
class BoundaryLoads : public Dataset {
 protected:
  /// Publishes a load that changes the boundary of resource `p`.
  Result<LoadReport> change(const std::string& load_id, bool replaces, int first, int last,
                            const std::string& resource = "p") {
    auto load = this->request(load_id, {});
    BoundaryLoad boundary;
    boundary.key = {.source = "rest_api", .resource = resource, .cursor_path = "u"};
    boundary.replaces = replaces;
    if (last > first) boundary.added = std::make_unique<HashesOfNumbers>(first, last);
    load.boundaries.push_back(std::move(boundary));
    return this->target()->publish(std::move(load));
  }

  state::BoundarySet stored(const std::string& pipeline = "shop", const std::string& resource = "p") {
    state::BoundarySet hashes;
    const auto read = this->target()->read_boundary(
        pipeline, {.source = "rest_api", .resource = resource, .cursor_path = "u"}, hashes);
    EXPECT_TRUE(read) << to_string(read.error());
    return hashes;
  }
};

}  // namespace decant::destination
