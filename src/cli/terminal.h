#pragma once

#include <cstddef>
#include <cstdio>

namespace decant::cli {

/// Size in characters.
struct TerminalSize {
  std::size_t columns = 0;  ///< 0: not a terminal
  std::size_t rows = 0;
};

/// The terminal that a stream goes to.
TerminalSize terminal_of(std::FILE* stream);

}  // namespace decant::cli
