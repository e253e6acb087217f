#include "sandbox/centra/order_return.h"

#include <algorithm>
#include <span>
#include <tuple>

#include "sandbox/centra/order.h"
#include "sandbox/data/random.h"

namespace decant::sandbox {
namespace {

constexpr std::int64_t kFirstReturnId = 21;
constexpr unsigned kReturnedPercent = 9;
constexpr std::int64_t kLongestWait = 20 * kSecondsPerDay;

// The orders whose first shipment was sent: what can come back.
struct Sent {
  std::size_t order = 0;
  LocalTime shipped;
  std::size_t lines = 0;
};

std::vector<Sent> sent_orders(const StoreOptions& options, const Catalogue& catalogue) {
  std::vector<Sent> sent;
  for (std::size_t index = 0; index < options.orders; ++index) {
    const Order order = make_order(options, catalogue, index);
    if (order.shipments.empty() || !order.shipments.front().shipped) continue;
    const std::size_t lines = order.shipments.size() == 1 ? order.lines.size() : 1;
    sent.push_back({index, *order.shipments.front().shipped, lines});
  }
  return sent;
}

OrderReturn make_return(Random& random, const Sent& sent) {
  OrderReturn made;
  made.order = sent.order;
  made.date = sent.shipped + random.between(kSecondsPerDay, kLongestWait);
  made.lines = 1 + random.below(sent.lines);
  made.traits = random.next();
  return made;
}

}  // namespace

std::vector<OrderReturn> make_returns(const StoreOptions& options, const Catalogue& catalogue) {
  const Drift drift(options);
  const std::vector<Sent> sent = sent_orders(options, catalogue);
  std::vector<OrderReturn> returns;
  for (const Sent& order : sent) {
    Random random(options.seed, Stream::order_return, order.order);
    if (!random.chance(kReturnedPercent)) continue;
    OrderReturn made = make_return(random, order);
    if (made.date < options.clock) returns.push_back(made);
  }
  std::ranges::sort(returns, {}, [](const OrderReturn& one) { return std::tuple(one.date, one.order); });
  const std::size_t first = returns.size();
  for (std::size_t index = 0; index < drift.grown(first); ++index) {
    if (index >= first) {
      Random random(options.seed, Stream::order_return, options.orders + index);
      returns.push_back(make_return(random, random.pick(std::span(sent))));
      returns[index].date = drift.birth(index, first).time;
    }
    OrderReturn& made = returns[index];
    made.id = kFirstReturnId + static_cast<std::int64_t>(index);
    if (drift.is_changeable(made.date)) made.revision = drift.revision(Stream::order_return, index, first);
  }
  return returns;
}

}  // namespace decant::sandbox
