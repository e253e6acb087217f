#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "normalize/normalizer.h"

namespace decant::bench {

/// A page of orders as shops' APIs send them: some 30 fields, three objects, two lists of objects, about 2 KB each.
struct Orders {
  std::string text;  ///< with json::kPadding bytes of room behind it
  std::vector<normalize::RecordSpan> spans;

  [[nodiscard]] std::size_t bytes() const { return text.size(); }
};

/// The same orders for the same number.
Orders make_orders(std::size_t count);

}  // namespace decant::bench
