#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/providers.h"

namespace decant::config {

/// Whether a key is named like a secret: `api_key`, `password`, `credentials`, `client_secret`, …
bool is_secret_name(std::string_view key);

/// The lookup that dlt does for the setting at that dotted path: what stands before the key are its sections, of which
/// `credentials`, `runtime`, `schema`, `data_writer` and their like stay behind every shorter path.
Query query_of_path(std::string_view path, std::string_view pipeline_name, bool is_secret);

/// What a place is to a lookup.
enum class PlaceState : std::uint8_t {
  absent,    ///< nothing stands there
  found,     ///< the value comes from there
  shadowed,  ///< a value stands there, but one before it wins
  refused,   ///< a secret stands there, but must not
};
std::string_view to_string(PlaceState state);

struct JudgedPlace {
  Tried tried;
  Location location;  ///< of the value; nowhere if absent
  PlaceState state = PlaceState::absent;
};

/// A setting with all places where it may stand.
struct Setting {
  Query query;
  std::optional<Found> found;
  std::optional<Error> problem;     ///< why it cannot be used: missing, refused, not filled in
  std::vector<JudgedPlace> places;  ///< in the order of the lookup; of credentials those of the whole first

  /// Whether the value must not be shown: it is looked for as a secret, or stands where secrets stand.
  [[nodiscard]] bool is_secret() const;
};

/// Looks a setting up as dlt does. A field of credentials (`….credentials.password`) is looked for in their native form
/// first. Error: a place cannot be read at all.
Result<Setting> look_up_setting(const Providers& providers, const Query& query);

}  // namespace decant::config
