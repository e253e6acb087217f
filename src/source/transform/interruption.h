#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/cancel.h"
#include "duckdb/connection.h"

namespace decant::source {

/// While it lives, a cancelled token ends the statement that the connection runs.
class Interruption {
 public:
  Interruption(duckdb::Connection& connection, const CancelToken& cancel);
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

 private:
  void watch(duckdb::Connection& connection, const CancelToken& cancel);

  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;
  std::thread watcher_;
};

}  // namespace decant::source
