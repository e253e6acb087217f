#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "config/node.h"
#include "core/result.h"
#include "json/document.h"
#include "json/path.h"

namespace decant::source {

/// A path that `exclude` of a resource names, from the record on.
struct ExcludedPath {
  json::Path path;
  config::Location location;
};

/// Takes out of records what is not to be stored. Belongs to one thread.
class Exclusion {
 public:
  explicit Exclusion(std::vector<ExcludedPath> paths) : paths_(std::move(paths)), matched_(paths_.size(), false) {}

  [[nodiscard]] bool is_empty() const { return paths_.empty(); }

  /// Appends the record as JSON without what the paths lead to; every other byte stays. Of keys that an object has more
  /// than once only the last counts, here as everywhere: the others are left out too. Error: that of a path that is
  /// evaluated without end.
  Result<void> append_stored(const json::Node& record, std::string& text);

  /// The paths that led to nothing in all records so far; none if there was no record.
  [[nodiscard]] std::vector<std::string> unmatched() const;

 private:
  std::vector<ExcludedPath> paths_;
  std::vector<bool> matched_;  ///< by path
  std::size_t records_ = 0;
};

}  // namespace decant::source
