#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/providers.h"
#include "http/client.h"

namespace decant::source {

/// What dlt's section `[runtime]` says about requests.
struct RuntimeSettings {
  http::ClientOptions http;
  std::vector<std::string> ignored;  ///< keys that stand there and have no meaning here, as the provider writes them
};

/// Looks for the keys of `[runtime]` as dlt does (`RUNTIME__REQUEST_TIMEOUT`, `runtime.request_timeout`, each first
/// with the pipeline's name in front; never without the section). Error: a value of another type, or outside its
/// bounds.
Result<RuntimeSettings> read_runtime_settings(const config::Providers& providers, std::string_view pipeline_name);

}  // namespace decant::source
