#pragma once

#include <string>
#include <vector>

#include "json/value.h"

namespace decant::conformance {

/// What differs between the recorded result of a case and what came out, a line each.
std::vector<std::string> differences(const json::Value& expected, const json::Value& observed);

}  // namespace decant::conformance
