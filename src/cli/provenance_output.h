#pragma once

#include <cstddef>
#include <string>

#include "json/value.h"
#include "schema/provenance.h"
#include "schema/schema.h"

namespace decant::cli {

/// The tables of a schema, dlt's own aside, each column with type, nullability and where it came from: for programs.
json::Value provenance_json(const schema::Schema& schema, const schema::Provenance& provenance);

/// The same for people. `width`: characters of the terminal; 0: lines may be of any length.
std::string provenance_text(const schema::Schema& schema, const schema::Provenance& provenance, std::size_t width);

}  // namespace decant::cli
