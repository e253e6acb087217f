#pragma once

#include <string>

#include "config/providers.h"
#include "config/setting_place.h"
#include "source/auth/auth_reader.h"

namespace decant::source::rest {

/// What the readers of a RESTAPIConfig need to know of the source.
struct ReadingContext {
  std::string pipeline_name;
  std::string section;
  std::string name;
  bool strict = false;
  const config::Providers* providers = nullptr;  ///< null: nothing is looked up
  // Where these stand, if not where they are read.
  config::SettingPlace client_credentials;
  config::SettingPlace base_url;

  [[nodiscard]] config::Environment environment() const {
    return providers == nullptr ? config::Environment{} : providers->environment();
  }
  [[nodiscard]] auth::AuthContext auth() const {
    return {.pipeline_name = pipeline_name, .section = section, .name = name, .strict = strict, .providers = providers};
  }
};

}  // namespace decant::source::rest
