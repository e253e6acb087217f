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

/// Looks for the keys of `[runtime]` as dlt does: below the source's sections (`sources.rest_api.shop.runtime`,
/// `sources.runtime`), then by themselves (`RUNTIME__REQUEST_TIMEOUT`), each first with the pipeline's name in front;
/// never without `runtime`. Error: a value of another type, or outside its
/// bounds.
Result<RuntimeSettings> read_runtime_settings(const config::Providers& providers, std::string_view pipeline_name,
                                              const config::SectionPath& source_sections);

}  // namespace decant::source
