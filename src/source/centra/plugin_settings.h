#pragma once

#include <string>
#include <string_view>

#include "source/sample.h"

namespace decant::source::centra {

/// What the settings of the Order API plugin may be the reason of, when the first page of a resource is empty or lacks
/// figures; empty if nothing seems to be missing. Names the settings as Centra AMS does.
std::string plugin_advice(std::string_view resource, const Sample& sample);

}  // namespace decant::source::centra
