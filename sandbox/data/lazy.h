#pragma once

#include <mutex>
#include <optional>

namespace decant::sandbox {

/// A value that is built when it is first asked for; other threads that ask meanwhile wait.
template <typename T>
class Lazy {
 public:
  template <typename Build>
  const T& get(const Build& build) {
    std::call_once(once_, [&] { value_.emplace(build()); });
    return *value_;
  }

 private:
  std::once_flag once_;
  std::optional<T> value_;
};

}  // namespace decant::sandbox
