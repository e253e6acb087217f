#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "json/value.h"

namespace decant::conformance {

/// What the recorded vectors of single functions came to.
struct VectorResult {
  std::string name;
  std::vector<std::string> found;  ///< what differs, a line each; empty: it passes
};

/// Runs the vectors of every kind; those that nothing here can answer are listed in `left_out` with the reason.
std::vector<VectorResult> run_vectors(const json::Value& vectors, std::vector<std::string>& left_out);

}  // namespace decant::conformance
