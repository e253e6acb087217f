#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace decant::cli {

TerminalSize terminal_of(std::FILE* stream) {
  const int descriptor = fileno(stream);
  if (isatty(descriptor) == 0) return {};
  struct winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return {.columns = 80, .rows = 24};
  return {.columns = size.ws_col, .rows = size.ws_row};
}

}  // namespace decant::cli
