#include "schema/time_zone.h"

#include <date/tz.h>

#include <chrono>
#include <exception>
#include <string>

namespace decant::schema {

Result<TimeZone> TimeZone::find(std::string_view name) {
  try {
    return TimeZone(date::locate_zone(std::string(name)));
  } catch (const std::exception&) {
    return fail(ErrorKind::config, "there is no time zone \"" + std::string(name) + "\" on this machine",
                "use a name such as Europe/Stockholm or UTC; the package tzdata has them");
  }
}

Micros TimeZone::to_utc(Micros local) const {
  const auto& zone = *static_cast<const date::time_zone*>(zone_);
  const date::local_time<std::chrono::microseconds> reading{std::chrono::microseconds(local)};
  return zone.to_sys(reading, date::choose::earliest).time_since_epoch().count();
}

Micros TimeZone::to_local(Micros instant) const {
  const auto& zone = *static_cast<const date::time_zone*>(zone_);
  const date::sys_time<std::chrono::microseconds> moment{std::chrono::microseconds(instant)};
  return zone.to_local(moment).time_since_epoch().count();
}

}  // namespace decant::schema
