#pragma once

#include "core/cancel.h"

namespace decant::cli {

/// While one lives, the first SIGINT or SIGTERM sets the token, and the second ends the process at once with exit code
/// 130. One at a time.
class Interruption {
 public:
  explicit Interruption(CancelToken& token);
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
};

}  // namespace decant::cli
