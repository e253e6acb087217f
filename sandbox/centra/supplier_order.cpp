#include "sandbox/centra/supplier_order.h"

#include <array>
#include <span>

#include "sandbox/data/random.h"

namespace decant::sandbox {
namespace {

constexpr std::int64_t kSpan = 365 * kSecondsPerDay;
constexpr std::size_t kMostDeliveries = 2;
constexpr std::array<Supplier, 4> kSuppliers{{
    {"Norr Textil", "PT", "EUR"},
    {"Fábrica São João", "PT", "EUR"},
    {"Łódź Sp. z o.o.", "PL", "PLN"},
    {"Guangzhou \"Lucky\" Garment", "CN", "USD"},
}};
constexpr std::array<std::string_view, 4> kMessages{"", "", "Ring före leverans", "Dock 3/4\nask for Håkan"};

void add_lines(Random& random, SupplierOrder& order, const Catalogue& catalogue) {
  const std::span<const Item> items = catalogue.first_items();
  const std::size_t count = 3 + random.below(8);
  for (std::size_t i = 0; i < count; ++i) {
    const Item& item = random.pick(items);
    const Money cost = scaled(catalogue.product_of(item).price, random.between(20, 35), 1000);
    order.lines.push_back({.item = &item, .quantity = random.between(1, 12) * 20, .cost = cost});
  }
}

// The created orders are spread evenly over a year.
LocalTime created_at(Random& random, const StoreOptions& options, std::size_t index) {
  const std::int64_t slot = kSpan / static_cast<std::int64_t>(options.supplier_orders);
  return options.clock - kSpan + static_cast<std::int64_t>(index) * slot + random.between(0, slot - 1);
}

SupplierOrder make_supplier_order(const StoreOptions& options, const Catalogue& catalogue, std::size_t index) {
  const Drift drift(options);
  Random random(options.seed, Stream::supplier_order, index);
  SupplierOrder order;
  order.number = kFirstSupplierOrder + static_cast<std::int64_t>(index);
  order.supplier = &random.pick(kSuppliers);
  order.revision = drift.revision(Stream::supplier_order, index, options.supplier_orders);
  const Revision born = drift.birth(index, options.supplier_orders);
  order.created = born.added ? born.time : created_at(random, options, index);
  order.departs = order.created + random.between(30, 60) * kSecondsPerDay;
  order.arrives = order.departs + random.between(6, 20) * kSecondsPerDay;
  if (order.revision.changed()) order.arrives = order.arrives + order.revision.version * kSecondsPerDay;
  order.message = random.pick(kMessages);
  add_lines(random, order, catalogue);
  order.deliveries = random.below(kMostDeliveries + 1);
  order.traits = random.next();
  return order;
}

}  // namespace

std::int64_t SupplierOrder::quantity() const {
  std::int64_t sum = 0;
  for (const SupplierLine& line : lines) sum += line.quantity;
  return sum;
}

std::vector<SupplierOrder> make_supplier_orders(const StoreOptions& options, const Catalogue& catalogue) {
  std::vector<SupplierOrder> orders;
  const std::size_t count = Drift(options).grown(options.supplier_orders);
  orders.reserve(count);
  for (std::size_t index = 0; index < count; ++index) orders.push_back(make_supplier_order(options, catalogue, index));
  return orders;
}

}  // namespace decant::sandbox
