#pragma once

#include <cstddef>
#include <string>

namespace decant::source::rest {

/// Requests for single records that are not there: what to tell of them.
class AbsentRecords {
 public:
  void add(const std::string& url, const std::string& message);

  /// How many there were, the first ones by URL; empty if there was none.
  [[nodiscard]] std::string note() const;

 private:
  std::size_t count_ = 0;
  std::string first_;  ///< some of them, for people
};

}  // namespace decant::source::rest
