#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace decant::package {

/// Counts of one resource in a page log.
struct ResourceStatistics {
  std::string resource;
  std::uint64_t pages = 0;
  std::uint64_t records = 0;     ///< kept ones
  std::uint64_t text_bytes = 0;  ///< of bodies and rewritten texts, before compression
};

/// Counts of a page log; resources in the manifest's order.
struct Statistics {
  std::uint64_t log_bytes = 0;  ///< valid bytes of the file
  std::uint64_t entries = 0;
  std::vector<ResourceStatistics> resources;
};

}  // namespace decant::package
