#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/missing_value.h"
#include "config/reader.h"
#include "config/unfilled.h"
#include "source/source_context.h"

namespace decant::source {

/// Finds the values of a source's own keys: in the pipeline file, else where dlt looks for the source's arguments.
/// Collects those that are required and found nowhere, so that one error names them all.
class ValueLookup {
 public:
  /// `context` must outlive the lookup.
  ValueLookup(const SourceContext& context, std::string_view section, std::string_view name);

  /// The value of the key. Errors (`config`): a required one is null, a secret stands in config.toml.
  Result<std::optional<config::Element>> find(config::Reader& reader, std::string_view key, bool is_secret,
                                              bool required);

  /// Error (`config`): required values were not found (names every place that was looked at), or values still hold the
  /// text of a template (names their places).
  [[nodiscard]] Result<void> finish(const config::Reader& reader) const;

 private:
  const SourceContext& context_;
  config::Query query_;
  std::vector<config::MissingValue> missing_;
  std::vector<config::Unfilled> unfilled_;
  std::vector<std::string> resolved_;  ///< what was found, for the error about the others
};

}  // namespace decant::source
