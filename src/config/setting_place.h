#pragma once

#include <string>

#include "config/node.h"
#include "core/error.h"

namespace decant::config {

/// Where a setting stands: for errors about what it led to.
struct SettingPlace {
  std::string setting;  ///< dotted key: `source.api_key`
  Location location;

  [[nodiscard]] bool empty() const { return setting.empty(); }
  /// "`source.api_key` (centra.yaml:5)"
  [[nodiscard]] std::string text() const;
  /// Says in the error that this is the setting to look at.
  void mark(Error& error) const;
};

}  // namespace decant::config
