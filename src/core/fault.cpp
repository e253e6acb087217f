#include "core/fault.h"

#ifdef DECANT_FAULT_POINTS

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace decant {

namespace {

struct Fault {
  std::string action;
  int nth = 1;
  int hits = 0;
};

int to_number(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::map<std::string, Fault, std::less<>> read_faults() {
  std::map<std::string, Fault, std::less<>> faults;
  const char* value = std::getenv("DECANT_FAULT");
  std::string_view rest = value == nullptr ? "" : value;
  while (!rest.empty()) {
    const auto entry = rest.substr(0, rest.find(','));
    rest.remove_prefix(entry.size() == rest.size() ? entry.size() : entry.size() + 1);
    const auto colon = entry.find(':');
    if (colon == std::string_view::npos) continue;
    auto action = entry.substr(colon + 1);
    Fault fault;
    if (const auto second = action.find(':'); second != std::string_view::npos) {
      fault.nth = to_number(action.substr(second + 1));
      action = action.substr(0, second);
    }
    fault.action = action;
    faults.emplace(entry.substr(0, colon), fault);
  }
  return faults;
}

// Tests look for the points that they count on, so a line that cannot be written is missed there.
void log_hit(const char* name) {
  static const char* const path = std::getenv("DECANT_FAULT_LOG");
  if (path == nullptr) return;
  static const int log = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const std::string line = std::string(name) + "\n";
  static_cast<void>(!::write(log, line.data(), line.size()));
}

}  // namespace

Result<void> hit_fault_point(const char* name) {
  log_hit(name);
  static std::mutex mutex;
  static std::map<std::string, Fault, std::less<>> faults = read_faults();
  std::string action;
  {
    const std::lock_guard lock(mutex);
    const auto found = faults.find(name);
    if (found == faults.end()) return {};
    Fault& fault = found->second;
    ++fault.hits;
    if (fault.nth != 0 && fault.hits != fault.nth) return {};
    action = fault.action;
  }
  if (action == "kill") ::kill(::getpid(), SIGKILL);
  if (action == "fail") return fail(ErrorKind::io, std::string("fault point ") + name);
  std::this_thread::sleep_for(std::chrono::milliseconds(to_number(action)));
  return {};
}

}  // namespace decant

#endif
