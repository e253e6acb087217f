#pragma once

#include <string>

#include "json/value.h"

namespace decant::config {

/// A value as a YAML document in block style, keys in their order; what reads YAML 1.1 or 1.2 reads the same value from
/// it. Texts stand without quotes only where nobody can take them for something else. A double that is no number is
/// null.
std::string write_yaml(const json::Value& value);

}  // namespace decant::config
