#pragma once

#include <memory>

#include "http/client.h"
#include "source/rest/spec.h"
#include "source/source.h"

namespace decant::source::rest {

/// A source that does what a RestSpec says.
std::unique_ptr<Source> make_declared_source(RestSpec spec, http::ClientOptions http);

}  // namespace decant::source::rest
