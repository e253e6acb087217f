#pragma once

#include <string>
#include <vector>

namespace decant::source::rest {

/// Where paging writes a value: a query parameter, or a place in the JSON body.
struct RequestField {
  std::string param;              ///< name of the query parameter; empty: none
  std::vector<std::string> keys;  ///< from the body down; objects that are missing are made

  [[nodiscard]] bool is_set() const { return !param.empty() || !keys.empty(); }
};

}  // namespace decant::source::rest
