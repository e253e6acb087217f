#include <cstdio>
#include <cstdlib>

#include "core/result.h"

namespace decant::detail {

void check_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "decant: internal error: %s does not hold (%s:%d)\n", expression, file, line);
  std::abort();
}

}  // namespace decant::detail
