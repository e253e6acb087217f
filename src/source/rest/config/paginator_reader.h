#pragma once

#include <optional>

#include "config/reader.h"
#include "source/rest/config/reading_context.h"
#include "source/rest/paginator/paginator_spec.h"

namespace decant::source::rest {

/// The `paginator` of an endpoint or client; nothing if it is absent, null or auto.
std::optional<config::Element> given_paginator(config::Reader& reader);

/// Reads a `paginator` that is not null: a type's name or a mapping with `type`.
Result<PaginatorSpec> read_paginator(const config::Element& element, const ReadingContext& context);

}  // namespace decant::source::rest
