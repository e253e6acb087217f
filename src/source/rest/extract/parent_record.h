#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/document.h"
#include "source/rest/spec.h"

namespace decant::source::rest {

/// What a record of a parent gives to one of its children.
struct ParentValues {
  std::vector<std::pair<std::string, json::Value>> placeholders;  ///< name → value
  json::Value constants = json::Value::object();                  ///< members that each record of the child gets

  /// The value of a placeholder; null if there is none of that name.
  [[nodiscard]] const json::Value* find(std::string_view name) const;
};

/// Reads them off a record as the parent emitted it. Errors (kind `source_data`) name the field, the parent and the
/// fields that are there.
Result<ParentValues> parent_values(const json::Node& record, const ParentSpec& spec);

}  // namespace decant::source::rest
