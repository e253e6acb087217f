#pragma once

#include <cstddef>
#include <vector>

#include "config/node.h"
#include "core/result.h"
#include "json/document.h"
#include "json/path.h"

namespace decant::source {

/// Where the records are: the first of the paths that leads to something. No path: detected on the first body.
struct SelectorSpec {
  std::vector<json::Path> paths;
  config::Location location;
};

/// The records of one body.
struct Selection {
  std::vector<json::Node> records;
  bool found = true;         ///< the selector led to something
  std::size_t selector = 0;  ///< which of the spec's paths it was
};

/// dlt's rule: one match is the page, several are a page of their own; a list is its records, null none, anything else
/// one record. Without a path the records are looked for: see `detect_selector`. Error: that of
/// a path that is evaluated without end.
Result<Selection> select_records(const json::Node& body, const SelectorSpec& spec);

/// Where the records most likely are: the first list, down to the third level, preferably under a usual name (`data`,
/// `items` …); the whole body if there is none.
json::Path detect_selector(const json::Node& body);

/// The error of an answer that the selector finds nothing in: names the selector, the keys that are there, the config's
/// line.
Error missing_selector_error(const json::Node& body, const SelectorSpec& spec);

}  // namespace decant::source
