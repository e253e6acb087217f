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

/// A JSONPath under `key`; an error names the config's line.
Result<json::Path> compile_path(const config::Reader& reader, std::string_view key, const std::string& text);

}  // namespace decant::source::rest
