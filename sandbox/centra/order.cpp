#include "sandbox/centra/order.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <span>

#include "sandbox/centra/voucher.h"
#include "sandbox/data/random.h"

namespace decant::sandbox {
namespace {

constexpr std::int64_t kFirstOrderNumber = 5001;
constexpr std::int64_t kLineIdsPerOrder = 20;
constexpr std::int64_t kOrdersSpan = 540 * kSecondsPerDay;
constexpr std::size_t kMostParts = 3;

struct Carrier {
  std::string_view name;
  std::string_view service;
};
constexpr std::array<Carrier, 4> kCarriers{
    {{"DHL", "Parcel"}, {"PostNord", "MyPack"}, {"UPS", "Express / Air"}, {"", ""}}};
constexpr std::array<std::int64_t, 5> kDiscountPercents{10, 15, 20, 30, 50};

LocalTime order_date(Random& random, const StoreOptions& options, std::size_t index) {
  const auto count = static_cast<std::int64_t>(std::max<std::size_t>(options.orders, 1));
  const auto row = static_cast<std::int64_t>(index);
  const std::int64_t begin = row * kOrdersSpan / count;
  const std::int64_t end = (row + 1) * kOrdersSpan / count;
  return options.clock - kOrdersSpan + begin + random.between(0, std::max<std::int64_t>(end - begin - 1, 0));
}

OrderStatus status_at_age(Random& random, std::int64_t age) {
  if (random.chance(3)) return OrderStatus::cancelled;
  if (age < 1 * kSecondsPerDay) return OrderStatus::pending;
  if (age < 2 * kSecondsPerDay) return OrderStatus::confirmed;
  if (age < 6 * kSecondsPerDay || random.chance(3)) return OrderStatus::processing;
  return age > 400 * kSecondsPerDay ? OrderStatus::archived : OrderStatus::completed;
}

// Customers buy what both `products` and `stock` list, where there is such a thing, so that joins find the item.
const Item& pick_item(Random& random, const StoreOptions& options, const Catalogue& catalogue) {
  const std::size_t listed_twice = std::min(options.products, options.stock);
  const std::span<const Item> items = catalogue.first_items();
  return items[random.below(listed_twice == 0 ? items.size() : listed_twice)];
}

OrderLine make_line(Random& random, const Order& order, const Item& item, const Catalogue& catalogue) {
  OrderLine line;
  line.item = &item;
  line.quantity = random.chance(88) ? 1 : random.between(2, 4);
  line.original_price = scaled(catalogue.product_of(item).price, order.market->price_per_mille, 1000);
  if (random.chance(22)) line.discount_percent = random.pick(kDiscountPercents);
  line.price = scaled(line.original_price, 100 - line.discount_percent, 100);
  line.tax_percent = order.customer.country->tax_percent;
  if (random.chance(3)) line.comment = "Gift wrap – présent 🎁";
  return line;
}

// A bundle takes its first item's codes; its price is the sum of its parts', less a tenth.
OrderLine make_bundle(Random& random, const Order& order, const StoreOptions& options, const Catalogue& catalogue) {
  OrderLine bundle = make_line(random, order, pick_item(random, options, catalogue), catalogue);
  bundle.quantity = 1;
  bundle.discount_percent = 10;
  bundle.original_price = Money{};
  const std::size_t parts = 2 + random.below(kMostParts - 1);
  for (std::size_t i = 0; i < parts; ++i) {
    OrderLine part = make_line(random, order, pick_item(random, options, catalogue), catalogue);
    part.quantity = 1;
    part.discount_percent = 10;
    part.price = scaled(part.original_price, 90, 100);
    bundle.original_price += part.original_price;
    bundle.price = i == 0 ? part.price : bundle.price + part.price;
    bundle.parts.push_back(std::move(part));
  }
  return bundle;
}

// The mean is 1.6 lines.
std::size_t line_count(Random& random) {
  const std::uint64_t draw = random.below(100);
  return draw < 62 ? 1 : draw < 86 ? 2 : draw < 95 ? 3 : draw < 98 ? 4 : 5;
}

void number_lines(Order& order) {
  std::int64_t next = 9001 + (order.number - kFirstOrderNumber) * kLineIdsPerOrder;
  for (OrderLine& line : order.lines) {
    line.id = next++;
    for (OrderLine& part : line.parts) part.id = next++;
  }
}

void add_lines(Random& random, Order& order, const StoreOptions& options, const Catalogue& catalogue) {
  const std::size_t count = line_count(random);
  order.lines.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Item& item = pick_item(random, options, catalogue);
    order.lines.push_back(make_line(random, order, item, catalogue));
  }
  if (random.chance(3)) order.lines.back() = make_bundle(random, order, options, catalogue);
  number_lines(order);
}

void add_shipments(Random& random, Order& order, LocalTime clock) {
  if (order.status < OrderStatus::processing || order.status == OrderStatus::cancelled) return;
  const std::size_t count = order.lines.size() > 1 && random.chance(12) ? 2 : 1;
  for (std::size_t i = 0; i < count; ++i) {
    const Carrier& carrier = random.pick(kCarriers);
    OrderShipment shipment{.created = order.date + 600 + order.number % 40 * 60,
                           .shipped = {},
                           .carrier = carrier.name,
                           .service = carrier.service,
                           .tracking_id = {},
                           .status = {}};
    const LocalTime shipped = order.date + random.between(3600, 4 * kSecondsPerDay);
    if (order.status != OrderStatus::processing && shipped < clock) {
      shipment.shipped = shipped;
      shipment.status = ShipmentStatus::completed;
      if (!carrier.name.empty()) shipment.tracking_id = fmt::format("{:010}", random.below(10'000'000'000));
    } else if (order.number % 3 == 0) {
      shipment.status = ShipmentStatus::inprogress;
    }
    order.shipments.push_back(std::move(shipment));
  }
}

void add_discounts(Random& random, Order& order) {
  const Money items = order.items_total();
  if (random.chance(7)) {
    const VoucherName& used = random.pick(kUsedVouchers);
    const Money price_off = -scaled(items, random.pick(kDiscountPercents), 100);
    order.voucher = OrderVoucher{used.code, used.name, price_off, random.chance(15)};
  }
  if (random.chance(4)) order.automatic_discount = -scaled(items, 5, 100);
}

void add_charges(Random& random, Order& order) {
  if (!random.chance(45)) order.shipping = scaled(Money{4900}, order.market->price_per_mille, 1000);
  const Country& country = *order.customer.country;
  if (country.code == "NO") order.tax_deducted = -scaled(order.items_total(), 20, 100);
  if (country.code == "US") order.tax_added = scaled(order.items_total(), 8, 100);
}

void begin_shipment(Order& order, LocalTime created) {
  const Carrier& carrier = kCarriers.front();
  order.status = OrderStatus::processing;
  order.shipments.push_back({.created = created,
                             .shipped = {},
                             .carrier = carrier.name,
                             .service = carrier.service,
                             .tracking_id = {},
                             .status = ShipmentStatus::goodtogo});
}

// Some of the orders that versions add are express, so that each version brings shipments.
void add_express_shipment(Order& order) {
  if (order.status == OrderStatus::pending && order.number % 3 == 0) begin_shipment(order, order.date + 1);
}

// What a version does to an order that it touches: it goes one step further on its way, but never off a list.
void advance(Order& order) {
  if (order.status == OrderStatus::pending) {
    order.status = OrderStatus::confirmed;
  } else if (order.status == OrderStatus::confirmed) {
    begin_shipment(order, order.revision.time);
  }
}

std::string make_selection_id(Random& random) {
  const std::uint64_t high = random.next();
  return fmt::format("{:016x}{:016x}", high, random.next());
}

}  // namespace

std::string_view status_word(OrderStatus status) {
  constexpr std::array<std::string_view, 6> kWords{"pending",   "confirmed", "processing",
                                                   "completed", "archived",  "cancelled"};
  return kWords[static_cast<std::size_t>(status)];
}

std::string Order::customer_name() const { return fmt::format("{} {}", customer.first_name, customer.last_name); }

Money Order::items_total() const {
  Money sum;
  for (const OrderLine& line : lines) sum += line.total();
  return sum;
}

Money Order::items_tax() const {
  Money sum;
  for (const OrderLine& line : lines) sum += line.total_tax();
  return sum;
}

Money Order::items_discount() const {
  Money sum;
  for (const OrderLine& line : lines) sum += (line.price - line.original_price) * line.quantity;
  return sum;
}

Money Order::grand_total() const {
  return items_total() + shipping + voucher_value() + automatic_discount + tax_added + tax_deducted;
}

Order make_order(const StoreOptions& options, const Catalogue& catalogue, std::size_t index) {
  Random random(options.seed, Stream::order, index);
  Order order;
  order.number = kFirstOrderNumber + static_cast<std::int64_t>(index);
  const Drift drift(options);
  const Revision born = drift.birth(index, options.orders);
  order.date = born.added ? born.time : order_date(random, options, index);
  order.status = status_at_age(random, options.clock.seconds - order.date.seconds);
  order.selection_id = make_selection_id(random);
  order.customer = make_customer(options, random.below(customers_by(options, order.date)));
  order.market = &kMarkets[order.customer.country->market];
  add_lines(random, order, options, catalogue);
  add_shipments(random, order, options.clock);
  add_charges(random, order);
  add_discounts(random, order);
  order.traits = random.next();
  if (born.added) add_express_shipment(order);
  if (drift.is_changeable(order.date)) order.revision = drift.revision(Stream::order, index, options.orders);
  if (order.revision.changed()) advance(order);
  return order;
}

bool is_visible(const Order& order, const PluginSettings& settings) {
  return (settings.markets.empty() || settings.markets.contains(order.market->id)) &&
         (settings.order_statuses.empty() || settings.order_statuses.contains(status_word(order.status))) &&
         (settings.shows_orders_on_hold || !order.is_on_hold()) &&
         (settings.shows_orders_waiting_for_payment || !order.waits_for_payment());
}

}  // namespace decant::sandbox
