#include "http/limit_estimator.h"

#include <algorithm>
#include <utility>

#include "http/usual_window.h"

namespace decant::http {

namespace {

constexpr std::size_t kMostAccepted = 20'000;
constexpr std::size_t kMostRefusals = 16;
constexpr std::int64_t kLeastTaken = 5;           // fewer say nothing of a rate
constexpr std::int64_t kLeastTakenToProbe = 50;   // a server that never took more is left to its retries
constexpr Micros kQuiet = 60 * kMicrosPerSecond;  // after which the limit is tried upwards
constexpr int kQuietWindows = 6;
constexpr Micros kPhases = 100;
constexpr std::int64_t kTolerance = 50;  // a fiftieth: the way to the server, and phases between those looked at
constexpr std::size_t kBoldRefusals = 3;
constexpr Micros kArrival = 50'000;  // what a window may begin later than the request that we take for its first

}  // namespace

void LimitEstimator::accepted(Micros sent) {
  accepted_.insert(std::upper_bound(accepted_.begin(), accepted_.end(), sent), sent);
  if (accepted_.size() > kMostAccepted) accepted_.pop_front();
  if (sent <= informed_) return;
  took_since_refusal_ = true;
  series_ = 0;
}

void LimitEstimator::refused(Micros sent, Micros now, std::optional<std::chrono::milliseconds> retry_after) {
  const bool is_known = sent <= informed_;  // it was on its way when another one was refused
  informed_ = std::max(informed_, now);
  if (is_known) return;
  ++series_;
  blocked_ = std::max(blocked_, shortest_window(sent, retry_after));
  if (took_since_refusal_) {
    const bool had_grown = !refusals_.empty() && growth(sent) > 0;
    if (had_grown || refusals_.size() >= kMostRefusals) refusals_.clear();
    refusals_.push_back(sent);
  }
  took_since_refusal_ = false;
  window_ = usual_window_above(blocked_);
  requests_ = requests_in_window();
}

/// The window holds at least half of the requests that were taken lately (they may be of two windows), and it is not
/// over yet.
Micros LimitEstimator::shortest_window(Micros sent, std::optional<std::chrono::milliseconds> retry_after) const {
  Micros end = sent;
  if (retry_after) {
    const Micros asked = std::min<Micros>(std::chrono::microseconds(*retry_after).count(), kLongestUsualWindow);
    end += std::max<Micros>(0, asked - kMicrosPerSecond);  // whole seconds are rounded up
  }
  const auto held = static_cast<std::size_t>(taken_between(sent - usual_window_above(blocked_), sent) / 2);
  const Micros begin = accepted_.empty() ? sent : accepted_[accepted_.size() - std::max<std::size_t>(1, held)];
  return std::min(end - begin, kLongestUsualWindow - 1);
}

std::int64_t LimitEstimator::taken_between(Micros begin, Micros end) const {
  const auto last = std::lower_bound(accepted_.begin(), accepted_.end(), end);
  return last - std::lower_bound(accepted_.begin(), last, begin);
}

/// All refusals must have come after the same number of requests, and no window may hold more than that.
LimitEstimator::Guess LimitEstimator::guess(const std::vector<std::int64_t>& before_refusals, std::int64_t most) const {
  const auto [low, high] = std::minmax_element(before_refusals.begin(), before_refusals.end());
  return {.requests = *low, .misfit = std::max(*high, most) - *low};
}

LimitEstimator::Guess LimitEstimator::guess_sliding() const {
  std::vector<std::int64_t> counts;
  counts.reserve(refusals_.size());
  for (const Micros refusal : refusals_) counts.push_back(taken_between(refusal - window_, refusal));
  std::int64_t most = 0;
  for (auto first = accepted_.begin(), last = first; last != accepted_.end(); ++last) {
    while (*last - *first >= window_) ++first;
    most = std::max<std::int64_t>(most, last - first + 1);
  }
  return guess(counts, most);
}

/// A window begins with the first request behind the one before.
LimitEstimator::Guess LimitEstimator::guess_from_first() const {
  std::vector<std::int64_t> counts;
  std::int64_t most = 0;
  std::int64_t count = 0;
  Micros begin = 0;
  auto refusal = refusals_.begin();
  for (const Micros request : accepted_) {
    for (; refusal != refusals_.end() && *refusal <= request; ++refusal) counts.push_back(count);
    if (request >= begin + window_) {
      begin = request;
      count = 0;
    }
    most = std::max(most, ++count);
  }
  for (; refusal != refusals_.end(); ++refusal) counts.push_back(count);
  return guess(counts, most);
}

/// Windows follow each other without gap.
LimitEstimator::Guess LimitEstimator::guess_aligned(Micros phase) const {
  std::vector<std::int64_t> counts;
  counts.reserve(refusals_.size());
  for (const Micros refusal : refusals_)
    counts.push_back(taken_between((refusal - phase) / window_ * window_ + phase, refusal));
  std::int64_t most = 0;
  std::int64_t count = 0;
  Micros window = 0;
  for (const Micros request : accepted_) {
    if (std::exchange(window, (request - phase) / window_) != (request - phase) / window_) count = 0;
    most = std::max(most, ++count);
  }
  return guess(counts, most);
}

/// Among the ways of counting that fit what was seen: at first the one that allows most, since the next refusal tells
/// if it is wrong; after several refusals a middle, which halves what is left to find out.
std::int64_t LimitEstimator::requests_in_window() const {
  std::vector<Guess> guesses{guess_sliding(), guess_from_first()};
  for (Micros phase = 0; phase < kPhases; ++phase) guesses.push_back(guess_aligned(phase * window_ / kPhases));
  const auto by_misfit = [](const Guess& a, const Guess& b) { return a.misfit < b.misfit; };
  const Guess best = *std::min_element(guesses.begin(), guesses.end(), by_misfit);
  const std::int64_t tolerated = best.misfit + std::max<std::int64_t>(1, best.requests / kTolerance);
  std::int64_t least = best.requests;
  std::int64_t most = best.requests;
  for (const Guess& other : guesses) {
    if (other.misfit > tolerated) continue;
    least = std::min(least, other.requests);
    most = std::max(most, other.requests);
  }
  return refusals_.size() < kBoldRefusals ? most : least + (most - least) * 3 / 5;
}

std::int64_t LimitEstimator::growth(Micros now) const {
  return std::max<Micros>(0, now - refusals_.back()) / std::max(kQuiet, kQuietWindows * window_);
}

std::optional<RateLimit> LimitEstimator::estimate(Micros now) const {
  if (refusals_.empty() || requests_ < kLeastTaken) return std::nullopt;
  return RateLimit{.requests = requests_ + requests_ * growth(now) / 10, .window = window_};
}

std::optional<Micros> LimitEstimator::opening(Micros now) const {
  if (series_ < 2 || requests_ < kLeastTakenToProbe) return std::nullopt;
  for (Micros window = window_;; window = usual_window_above(window)) {
    const auto first = std::lower_bound(accepted_.begin(), accepted_.end(), refusals_.back() - window);
    if (first != accepted_.end() && *first + window + kArrival > now) return *first + window + kArrival;
    if (window >= kLongestUsualWindow) return std::nullopt;
  }
}

}  // namespace decant::http
