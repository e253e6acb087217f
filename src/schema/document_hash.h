#pragma once

#include <string>

#include "json/value.h"

namespace decant::schema {

/// dlt's version hash of a schema document as it stands, whatever its own `version_hash` says (dlt-normalize-load
/// §7.4).
std::string document_hash(const json::Value& document);

}  // namespace decant::schema
