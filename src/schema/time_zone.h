#pragma once

#include <memory>
#include <string_view>

#include "core/result.h"
#include "core/time.h"

namespace decant::schema {

/// A time zone of the IANA database of this machine, for local times that come without an offset.
class TimeZone {
 public:
  /// Error: no such zone, or no database on this machine.
  static Result<TimeZone> find(std::string_view name);

  /// The instant of a wall clock's reading (microseconds as if it were UTC). An hour that comes twice is taken for the
  /// first; one that is skipped for the moment of the change.
  [[nodiscard]] Micros to_utc(Micros local) const;

  /// What the wall clock shows at an instant (microseconds as if that were UTC).
  [[nodiscard]] Micros to_local(Micros instant) const;

 private:
  explicit TimeZone(const void* zone) : zone_(zone) {}
  const void* zone_;  ///< date::time_zone, which lives as long as the process
};

}  // namespace decant::schema
