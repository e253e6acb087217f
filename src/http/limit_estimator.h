#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <vector>

#include "core/time.h"
#include "http/rate_limit.h"

namespace decant::http {

/// Finds out the limit of a server that announces none, from what it takes and what it refuses with 429. Not
/// thread-safe.
///
/// The window's length follows from how long the server goes on refusing; how many requests it takes, from those taken
/// before each refusal. Where the windows begin is not known: it is the way of counting under which the refusals agree.
class LimitEstimator {
 public:
  /// A request sent at `sent` was not refused.
  void accepted(Micros sent);

  /// A request sent at `sent` was refused; `retry_after` is what the answer asks for, if it does.
  void refused(Micros sent, Micros now, std::optional<std::chrono::milliseconds> retry_after);

  /// The limit as far as it is known; nothing before enough was seen. Grows slowly while nothing is refused, since it
  /// may have been taken for too small.
  [[nodiscard]] std::optional<RateLimit> estimate(Micros now) const;

  /// While the server goes on refusing: the next instant at which a window of the usual lengths would be over.
  [[nodiscard]] std::optional<Micros> opening(Micros now) const;

 private:
  /// A limit under one way of counting, and by how many requests what was seen contradicts it.
  struct Guess {
    std::int64_t requests = 0;
    std::int64_t misfit = 0;
  };

  [[nodiscard]] Micros shortest_window(Micros sent, std::optional<std::chrono::milliseconds> retry_after) const;
  [[nodiscard]] std::int64_t taken_between(Micros begin, Micros end) const;
  [[nodiscard]] Guess guess(const std::vector<std::int64_t>& before_refusals, std::int64_t most) const;
  [[nodiscard]] Guess guess_sliding() const;
  [[nodiscard]] Guess guess_from_first() const;
  [[nodiscard]] Guess guess_aligned(Micros phase) const;
  [[nodiscard]] std::int64_t requests_in_window() const;
  [[nodiscard]] std::int64_t growth(Micros now) const;

  std::deque<Micros> accepted_;   ///< ascending
  std::vector<Micros> refusals_;  ///< the first of each series
  Micros informed_ = 0;           ///< when the last refusal was known
  Micros blocked_ = 0;            ///< the window is longer than this
  Micros window_ = 0;
  std::int64_t requests_ = 0;
  bool took_since_refusal_ = true;
  int series_ = 0;  ///< refusals one after the other
};

}  // namespace decant::http
