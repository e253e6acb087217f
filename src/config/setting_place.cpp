#include "config/setting_place.h"

namespace decant::config {

std::string SettingPlace::text() const {
  const std::string place = location.to_string();
  return "`" + setting + "`" + (place.empty() ? "" : " (" + place + ")");
}

void SettingPlace::mark(Error& error) const {
  if (empty()) return;
  error.details.setting = setting;
  if (location.line > 0) {
    error.details.file = *location.source;
    error.details.line = location.line;
  } else {
    error.details.place = location.to_string();
  }
}

}  // namespace decant::config
