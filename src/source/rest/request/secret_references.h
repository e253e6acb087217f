#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/request.h"

namespace decant::source::rest {

/// Writes the secrets of a request in links and cursors as references, `{secret:NAME}`, so that what is stored holds
/// none, and fills in the present values again.
class SecretReferences {
 public:
  /// `further`: secrets without a name.
  SecretReferences(const std::vector<http::Credential>& credentials, const std::vector<std::string>& further);

  /// `text` without a known secret; one that is not of this request becomes `***`.
  [[nodiscard]] std::string hide(std::string_view text) const;
  [[nodiscard]] std::string reveal(std::string_view text) const;

 private:
  void add(const std::string& secret, const std::string& name);

  std::vector<std::pair<std::string, std::string>> forms_;  ///< secret as it stands in a link, reference
};

}  // namespace decant::source::rest
