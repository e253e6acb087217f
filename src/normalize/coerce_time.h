#pragma once

#include "json/document.h"
#include "normalize/coerce.h"

namespace decant::normalize {

/// Parts of Coercion: each brings a value that is not null into the type of its name, or says that it does not go.

bool to_timestamp(json::Node value, Cell& cell);
bool to_date(json::Node value, Cell& cell);
bool to_time(json::Node value, Cell& cell);

}  // namespace decant::normalize
