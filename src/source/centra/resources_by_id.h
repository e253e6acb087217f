#pragma once

#include <string>
#include <vector>

#include "config/node.h"
#include "config/reader.h"

namespace decant::source::centra {

/// The resources that are asked for by the ids of their records.
struct ResourcesById {
  /// Those whose ids the source's keys give, as a list or from a parent, ready to be read.
  std::vector<config::Node> configured;
  std::vector<std::string> parents;   ///< resources that they need
  std::vector<std::string> left_out;  ///< names of the others

  [[nodiscard]] bool leaves_out(const std::string& name) const;
};

/// Reads the keys of the source that are named as the entries of the catalogue's `by_id`: `KEY: [ids]` or
/// `KEY: { from: PARENT }`.
Result<ResourcesById> read_resources_by_id(config::Reader& source, const config::Node& by_id);

/// How to give ids, for people: behind a colon.
extern const char* const kHowToGiveIds;

}  // namespace decant::source::centra
