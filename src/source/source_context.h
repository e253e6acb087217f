#pragma once

#include <string>
#include <vector>

#include "config/providers.h"
#include "http/client.h"

namespace decant::source {

/// What the makers of sources need to know beside the source's own keys. Used while a source is made; not kept, except
/// for `http`.
struct SourceContext {
  std::string pipeline_name;
  std::string
      file_section;  ///< name of the pipeline file without suffix: the default of `section` where dlt has a module
  std::vector<std::string> selected;             ///< names given with --resources; empty: what the config selects
  const config::Providers* providers = nullptr;  ///< where values that the config leaves out are looked for
  http::ClientOptions http;  ///< timeouts and limits; retry policy, budget and hooks are the source's
};

}  // namespace decant::source
