#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/providers.h"

namespace decant::config {

/// A required value that no provider has.
struct MissingValue {
  std::string field;  ///< as the user knows it: `source.api_key`
  Query query;
  Trail trail;          ///< of the look-up that found nothing
  Location location{};  ///< where the value is asked for; nowhere if in no file
};

/// What else a reader of the error wants to know.
struct MissingContext {
  std::vector<std::string>
      resolved;  ///< values beside the missing ones that were found: "`source.base_url` (a.yaml:3)"
  std::filesystem::path pipeline_file;  ///< the file that asks; empty: none
};

/// An error of kind `config` whose message lists, for each value, the places that were looked at in order, then the
/// files behind them and whether they exist, what else was found, and the profile; the hint shows how to set the first
/// value.
Error missing_value_error(std::span<const MissingValue> values, const Providers& providers,
                          const MissingContext& context = {});
Error missing_value_error(const MissingValue& value, const Providers& providers);

/// Lines that say what was read for lookups of settings, of secrets or both: files and whether they exist, the profile.
std::string files_read(const Providers& providers, bool for_settings, bool for_secrets);

/// The value of `query`, or the error above for `field`.
Result<Found> require_value(const Providers& providers, const Query& query, std::string_view field);

}  // namespace decant::config
