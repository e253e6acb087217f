#pragma once

#include "json/document.h"
#include "normalize/coerce.h"

namespace decant::normalize {

/// Parts of Coercion: each brings a value that is not null into the type of its name, or says that it does not go.

bool to_bigint(json::Node value, Cell& cell);
bool to_real(json::Node value, Cell& cell);
bool to_boolean(json::Node value, Cell& cell);

}  // namespace decant::normalize
