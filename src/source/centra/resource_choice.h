#pragma once

#include <optional>

#include "config/node.h"
#include "source/centra/resources_by_id.h"

namespace decant::source::centra {

/// The resources of a source, each as a RESTAPIConfig has it: those that `wanted` (the key `resources`) lists, with
/// what its entries override, or else all of `lists`; then those by id; before these their parents, which are not
/// loaded themselves unless they are listed. What is left out by id is passed over.
Result<config::Node> choose_resources(const std::optional<config::Node>& wanted, const config::Node& lists,
                                      const ResourcesById& by_id);

}  // namespace decant::source::centra
