#pragma once

#include "config/reader.h"
#include "source/rest/config/client_reader.h"
#include "source/rest/config/reading_context.h"
#include "source/rest/spec.h"

namespace decant::source::rest {

/// Reads a resource that is merged with the defaults, over what the client says.
Result<ResourceSpec> read_resource(const config::Element& element, const ClientSpec& client,
                                   const ReadingContext& context);

}  // namespace decant::source::rest
