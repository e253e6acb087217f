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
  std::string start_date;              ///< of orders, shipments and returns; empty: all
  std::int64_t overlap = 3600;         ///< seconds that changes are asked for again
  std::int64_t lookback = 30 * 86400;  ///< the same for orders, shipments and returns
};

/// The resources of Centra's Order API as a RESTAPIConfig with the values filled in: `client` (without base_url and
/// key), `resource_defaults`, `resources`, and in `by_id` those that are asked for one by one: `resource`, whose path
/// has a placeholder `id`, and `parents` (resource → its field with the id) if there are any.
Result<config::Node> catalogue(const CatalogueValues& values);

}  // namespace decant::source::centra
