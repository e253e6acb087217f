#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/reader.h"
#include "source/rest/config/request_reader.h"
#include "source/rest/spec.h"

namespace decant::source::rest {

/// The parent that a resource's requests name; none if they name no resource. Errors: more than one, a reference
/// without resource or field, `include_from_parent` without parent.
Result<std::optional<ParentSpec>> read_parent(config::Reader& resource, const std::string& name,
                                              const EndpointRequest& endpoint);

/// Errors if a parent does not exist, if it excludes what its children need, or if resources depend on each other in a
/// circle.
Result<void> check_parents(const std::vector<ResourceSpec>& resources);

}  // namespace decant::source::rest
