#include "http/pacer.h"

#include <algorithm>

namespace decant::http {

namespace {

constexpr std::size_t kMostRemembered = 100'000;  // larger limits are kept by the even spread alone

/// What requests may shift against each other on their way.
Micros margin_of(Micros window) { return std::min<Micros>(window / 100 + 5'000, 100'000); }

}  // namespace

Pacer::Pacer(RateLimit limit, Micros credit) : limit_(limit), credit_(credit) {}

void Pacer::change(RateLimit limit, Micros credit) {
  limit_ = limit;
  credit_ = credit;
}

Micros Pacer::reserve(Micros earliest) {
  const Micros margin = margin_of(limit_.window);
  const Micros spacing = (limit_.window + 2 * margin) / limit_.requests;
  Micros planned = std::max(next_, earliest - credit_);
  Micros instant = std::max(earliest, planned);
  const auto allowed = static_cast<std::size_t>(limit_.requests);
  if (given_.size() >= allowed) {
    const Micros window_over = given_[given_.size() - allowed] + limit_.window + margin;
    if (window_over > instant) planned = instant = window_over;
  }
  next_ = planned + spacing;
  given_.push_back(instant);
  while (given_.size() > std::min(allowed, kMostRemembered)) given_.pop_front();
  return instant;
}

}  // namespace decant::http
