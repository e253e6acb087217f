#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/request.h"

namespace decant::source::rest {

/// Writes the secrets of a resource in links as references, `{secret:NAME}`, so that a stored cursor holds none, and
/// fills in the present values again.
class SecretReferences {
 public:
  explicit SecretReferences(const std::vector<http::Credential>& credentials);

  /// `text` without a known secret; one that is not of this resource becomes `***`.
  [[nodiscard]] std::string hide(std::string_view text) const;
  [[nodiscard]] std::string reveal(std::string_view text) const;

 private:
  std::vector<std::pair<std::string, std::string>> forms_;  ///< secret as it stands in a link, reference
};

}  // namespace decant::source::rest
