#pragma once

#include "config/reader.h"
#include "source/rest/config/reading_context.h"
#include "source/rest/spec.h"

namespace decant::source::rest {

/// Reads a `paginator` that is not null: a type's name or a mapping with `type`. Types of dlt that are not served yet
/// are refused by name.
Result<PaginatorSpec> read_paginator(const config::Element& element, const ReadingContext& context);

/// A JSONPath under `key`; an error names the config's line.
Result<json::Path> compile_path(const config::Reader& reader, std::string_view key, const std::string& text);

}  // namespace decant::source::rest
