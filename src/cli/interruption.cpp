#include "cli/interruption.h"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): what POSIX adds
#include <unistd.h>

#include <atomic>
#include <string_view>

#include "cli/exit_code.h"

namespace decant::cli {

namespace {

std::atomic<CancelToken*> active{nullptr};

// Runs in a signal handler: nothing here that is not safe there.
extern "C" void on_signal(int) {
  CancelToken* token = active.load();
  if (token == nullptr || token->cancelled()) _exit(kInterrupted);
  token->cancel();
  constexpr std::string_view kMessage = "\ninterrupting; once more ends at once\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, kMessage.data(), kMessage.size());
}

void set_handler(void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

Interruption::Interruption(CancelToken& token) {
  active.store(&token);
  set_handler(on_signal);
}

Interruption::~Interruption() {
  set_handler(SIG_DFL);
  active.store(nullptr);
}

}  // namespace decant::cli
