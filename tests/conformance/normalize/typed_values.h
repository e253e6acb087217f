#pragma once

#include "core/result.h"
#include "json/document.h"
#include "json/value.h"

namespace decant::conformance {

/// A record of a case as a document: objects such as `{"$decimal": "1.5"}` stand for values that JSON has no form for.
Result<json::Document> to_document(const json::Value& record);

}  // namespace decant::conformance
