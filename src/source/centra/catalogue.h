#pragma once

#include <cstdint>
#include <string>

#include "config/node.h"
#include "core/result.h"

namespace decant::source::centra {

/// What the catalogue leaves open.
struct CatalogueValues {
  std::int64_t page_size = 100;
  std::string timezone = "UTC";
};

/// The resources of Centra's Order API as a RESTAPIConfig: `client` (without base_url and key), `resource_defaults` and
/// `resources`, with the values filled in.
Result<config::Node> catalogue(const CatalogueValues& values);

}  // namespace decant::source::centra
