#include "source/transform/interruption.h"

#include <chrono>

namespace decant::source {

namespace {

constexpr std::chrono::milliseconds kInterval(20);

}  // namespace

Interruption::Interruption(duckdb::Connection& connection, const CancelToken& cancel)
    : watcher_([this, &connection, &cancel] { watch(connection, cancel); }) {}

Interruption::~Interruption() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_one();
  watcher_.join();
}

/// Again and again: an interrupt that comes between two statements is forgotten by the next.
void Interruption::watch(duckdb::Connection& connection, const CancelToken& cancel) {
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, kInterval, [this] { return over_; })) {
    if (cancel.cancelled()) connection.interrupt();
  }
}

}  // namespace decant::source
