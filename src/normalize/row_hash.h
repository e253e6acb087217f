#pragma once

#include <string>
#include <vector>

#include "json/document.h"

namespace decant::normalize {

/// Appends an object of these members as dlt hashes rows: compact JSON with sorted keys at every level, of a key that
/// comes twice the later value, and values that JSON has no form for as text behind dlt's marker of their type.
void append_hash_form(std::vector<json::Member> members, std::string& out);

}  // namespace decant::normalize
