#include "cli/exit_code.h"

namespace decant::cli {

int exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage:
    case ErrorKind::config: return kUsage;
    case ErrorKind::contract: return kContract;
    case ErrorKind::cancelled: return kInterrupted;
    default: return kFailed;
  }
}

}  // namespace decant::cli
