#pragma once

#include "core/result.h"
#include "json/value.h"
#include "source/rest/request/page_request.h"
#include "source/rest/request/secret_references.h"

namespace decant::source::rest {

/// A request as a paging cursor holds it: URL and parameters without secrets. What is in the body is set again by the
/// paginator.
json::Value request_to_cursor(const PageRequest& request, const SecretReferences& references);

/// Takes URL and parameters of a cursor back. An error of kind `package` if it is none.
Result<void> request_from_cursor(const json::Value& cursor, const SecretReferences& references, PageRequest& request);

std::unexpected<Error> damaged_cursor();

}  // namespace decant::source::rest
