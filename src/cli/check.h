#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "json/value.h"
#include "source/sample.h"

namespace decant::cli {

/// One thing that `decant doctor` looked at.
struct Check {
  std::string kind;                      ///< settings, config, destination, resource
  std::string name;                      ///< of the file, the destination, the resource
  std::string summary;                   ///< what was seen, in a line
  std::optional<source::Sample> sample;  ///< of a resource that answered
  std::string advice;                    ///< what may be missing although it answered; empty: nothing
  std::optional<Error> error;            ///< it failed

  /// ok, empty (a resource without records, or that was not asked), failed
  [[nodiscard]] std::string_view state() const;
};

/// The checks for people, a line each with what is to be said of it below, no wider than `width` where it can be cut.
std::string checks_text(const std::vector<Check>& checks, std::size_t width);

/// {"ok", "checks": [{"check", "name", "state", "summary", "records", "fields", "notes", "advice", "error"}]}, parts
/// that do not apply left out.
json::Value checks_json(const std::vector<Check>& checks);

/// How many failed.
std::size_t failures_of(const std::vector<Check>& checks);

}  // namespace decant::cli
