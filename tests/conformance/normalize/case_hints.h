#pragma once

#include <cstddef>

#include "core/result.h"
#include "json/value.h"
#include "schema/resource_hints.h"
#include "schema/schema.h"

namespace decant::conformance {

/// What a case says of its schema before the first page.
Result<void> apply_settings(const json::Value& hints, schema::Schema& schema);

/// What a case says of its resource on a page (counted from 1).
Result<schema::ResourceHints> hints_on_page(const json::Value& test_case, std::size_t page);

/// The limit of identifiers in a case.
std::size_t max_identifier_length(const json::Value& hints);

}  // namespace decant::conformance
