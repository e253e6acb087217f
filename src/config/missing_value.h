#pragma once

#include <span>
#include <string>
#include <string_view>

#include "config/providers.h"

namespace decant::config {

/// A required value that no provider has.
struct MissingValue {
  std::string field;  ///< as the user knows it: `source.api_key`
  Query query;
  Trail trail;          ///< of the look-up that found nothing
  Location location{};  ///< where the value is asked for; nowhere if in no file
};

/// An error of kind `config` whose message lists, for each value, the places that were looked at in order, by provider,
/// each with its files and whether they exist; the hint shows how to set the first value.
Error missing_value_error(std::span<const MissingValue> values, const Providers& providers);
Error missing_value_error(const MissingValue& value, const Providers& providers);

/// The value of `query`, or the error above for `field`.
Result<Found> require_value(const Providers& providers, const Query& query, std::string_view field);

}  // namespace decant::config
