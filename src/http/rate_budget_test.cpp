#include "http/rate_budget.h"

#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <ostream>
#include <random>

#include "http/retry_policy.h"

namespace decant::http {
namespace {

constexpr Micros kSecond = kMicrosPerSecond;

/// Moves when it is slept on, a little further than asked for, as a real one.
class SimulatedClock final : public Clock {
 public:
  [[nodiscard]] Micros now() const override { return now_; }
  bool sleep_for(std::chrono::milliseconds duration, const CancelToken& cancel) override {
    now_ += duration.count() * 1000 + 120;
    return !cancel.cancelled();
  }
  void advance(Micros time) { now_ += time; }

 private:
  Micros now_ = 1'700'000'000 * kSecond;
};

enum class Counting { aligned, from_first, sliding };
enum class Says { nothing, retry_after, delta, epoch, policy };

struct Scenario {
  RateLimit limit;
  Counting counting;
  Says says;
  Micros phase;    ///< of aligned windows
  Micros latency;  ///< of one request
};

std::ostream& operator<<(std::ostream& out, const Scenario& s) {
  return out << s.limit.requests << " per " << s.limit.window / kSecond << " s, counting "
             << static_cast<int>(s.counting) << ", says " << static_cast<int>(s.says) << ", phase " << s.phase
             << ", latency " << s.latency;
}

/// A server that refuses what is over its limit.
class LimitedServer {
 public:
  explicit LimitedServer(const Scenario& scenario) : scenario_(scenario) {}

  Response answer(Micros now) {
    const Micros window = scenario_.limit.window;
    if (scenario_.counting == Counting::sliding) {
      while (!taken_.empty() && taken_.front() <= now - window) taken_.pop_front();
    } else {
      const bool aligned = scenario_.counting == Counting::aligned;
      if (aligned && (now - scenario_.phase) / window != (begin_ - scenario_.phase) / window) {
        begin_ = (now - scenario_.phase) / window * window + scenario_.phase;
        taken_.clear();
      }
      if (!aligned && now - begin_ >= window) {
        begin_ = now;
        taken_.clear();
      }
    }
    Response response;
    response.status = 429;
    if (static_cast<std::int64_t>(taken_.size()) < scenario_.limit.requests) {
      taken_.push_back(now);
      response.status = 200;
    }
    announce(response, now);
    return response;
  }

 private:
  void announce(Response& response, Micros now) const {
    const Micros begin = scenario_.counting == Counting::sliding ? taken_.front() : begin_;
    const Micros left = begin + scenario_.limit.window - now;
    const auto whole = [](Micros time) { return std::to_string((time + kSecond - 1) / kSecond); };
    const std::string limit = std::to_string(scenario_.limit.requests);
    const std::string remaining = std::to_string(scenario_.limit.requests - static_cast<std::int64_t>(taken_.size()));
    if (response.status == 429 && scenario_.says != Says::nothing) response.headers.set("Retry-After", whole(left));
    if (scenario_.says == Says::policy) {
      response.headers.set("RateLimit-Policy", limit + ";w=" + whole(scenario_.limit.window));
      return;
    }
    if (scenario_.says != Says::delta && scenario_.says != Says::epoch) return;
    response.headers.set("X-RateLimit-Limit", limit);
    response.headers.set("X-RateLimit-Remaining", remaining);
    response.headers.set("X-RateLimit-Reset", whole(scenario_.says == Says::delta ? left : now + left));
  }

  Scenario scenario_;
  Micros begin_ = 0;
  std::deque<Micros> taken_;
};

struct Outcome {
  double refused = 0;  ///< share of the answers behind the first 50
  double used = 0;     ///< of the allowed rate, from then on
  bool gave_up = false;
};

/// 3,000 requests one after the other, with dlt's retries.
Outcome run(const Scenario& scenario) {
  SimulatedClock clock;
  const CancelToken cancel;
  RateBudget budget;
  LimitedServer server(scenario);
  const RetryPolicy policy = RetryPolicy::dlt();
  std::minstd_rand random(7);
  int answers = 0;
  int refused = 0;
  int taken_since = 0;
  Micros since = 0;
  for (int request = 0; request < 3'000; ++request) {
    Micros probed_until = 0;
    for (int attempt = 1;; ++attempt) {
      EXPECT_TRUE(budget.wait(clock, cancel));
      const Micros sent = clock.now();
      const Micros way = scenario.latency / 2 + static_cast<Micros>(random() % 400);
      clock.advance(way);
      const Response response = server.answer(clock.now());
      clock.advance(way);
      const std::string* header = response.headers.find("Retry-After");
      const auto asked =
          header == nullptr ? std::nullopt : parse_retry_after(*header, clock.now(), RetryAfterForms::standard);
      budget.answered(response, sent, clock.now(), asked);
      if (++answers == 50) since = clock.now();
      if (answers > 50) ++(response.status == 429 ? refused : taken_since);
      if (response.status == 200) break;
      if (attempt == policy.attempts) return {.refused = 1, .used = 0, .gave_up = true};
      const auto delay = asked.value_or(policy.delay(attempt, 0));
      Micros due = clock.now() + std::chrono::microseconds(delay).count();
      if (probed_until > clock.now()) {  // what the client does: an early try is no attempt
        due = probed_until;
        probed_until = 0;
      } else if (const auto opening = asked ? std::nullopt : budget.opening(clock.now()); opening && *opening < due) {
        probed_until = due;
        due = *opening;
        --attempt;
      }
      budget.pause_until(due);
      clock.sleep_for(std::chrono::milliseconds((due - clock.now() + 999) / 1000), cancel);
    }
  }
  const double seconds = static_cast<double>(clock.now() - since) / static_cast<double>(kSecond);
  const double allowed = static_cast<double>(scenario.limit.requests) * static_cast<double>(kSecond) /
                         static_cast<double>(scenario.limit.window);
  return {.refused = static_cast<double>(refused) / (answers - 50), .used = taken_since / seconds / allowed};
}

std::vector<Scenario> draw(Says says, int count) {
  std::mt19937 random(static_cast<unsigned>(says) + 1);
  std::vector<Scenario> scenarios;
  const auto between = [&random](std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(random);
  };
  for (int i = 0; i < count; ++i) {
    const bool is_long = i % 2 == 1;
    const Micros window = (is_long ? 10 : 1) * kSecond;
    scenarios.push_back({.limit = {.requests = is_long ? between(600, 3'000) : between(60, 300), .window = window},
                         .counting = static_cast<Counting>(between(0, 2)),
                         .says = says,
                         .phase = between(0, 2) == 0 ? 0 : between(0, window - 1),
                         .latency = between(300, 2'500)});
  }
  return scenarios;
}

class LearnedRate : public ::testing::TestWithParam<Says> {};

TEST_P(LearnedRate, FewRefusalsAndLittleWaste) {
  const bool is_announced = GetParam() != Says::nothing && GetParam() != Says::retry_after;
  int wasteful = 0;
  for (const Scenario& scenario : draw(GetParam(), 15)) {
    const Outcome outcome = run(scenario);
    EXPECT_FALSE(outcome.gave_up) << scenario;
    EXPECT_LE(outcome.refused, 0.01) << scenario;
    // Refusals alone do not always tell where a window begins: a client that is hardly faster than the limit may need
    // several of them.
    EXPECT_GE(outcome.used, is_announced ? 0.85 : 0.7) << scenario;
    if (outcome.used < 0.85) ++wasteful;
  }
  EXPECT_LE(wasteful, 1);
}

INSTANTIATE_TEST_SUITE_P(, LearnedRate,
                         ::testing::Values(Says::nothing, Says::retry_after, Says::delta, Says::epoch, Says::policy));

}  // namespace
}  // namespace decant::http
