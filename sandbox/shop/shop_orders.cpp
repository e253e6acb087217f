#include "sandbox/shop/shop_orders.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/data/json_writer.h"
#include "sandbox/data/money.h"
#include "sandbox/data/random.h"
#include "sandbox/shop/shop_words.h"

namespace decant::sandbox::shop {
namespace {

constexpr std::size_t kBytesPerOrder = 1400;
constexpr std::int64_t kFirstOrder = 1'000'001;
constexpr std::int64_t kSpan = 540 * kSecondsPerDay;
constexpr std::int64_t kHour = 3600;
constexpr std::array<std::string_view, 5> kStatuses{"new", "paid", "packed", "shipped", "returned"};
constexpr std::array<std::string_view, 3> kCarriers{"post", "courier", "pick-up point"};
constexpr std::array<std::string_view, 4> kMethods{"card", "invoice", "bank transfer", "gift card"};
constexpr std::array<std::string_view, 4> kCodes{"SUMMER", "WELCOME10", "STAFF", "CLEARANCE"};

constexpr std::array<std::string_view, 3> kChannels{"web", "app", "store"};
constexpr std::array<std::string_view, 3> kAgents{
    "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1",
    "shop-app/4.2 (Android 14)"};

struct Order {
  std::int64_t id = 0;
  LocalTime created;
  LocalTime updated;
};

/// Where a changed order draws its numbers from, so that its lines and payments are others than before.
constexpr std::uint64_t kChangedFrom = std::uint64_t{1} << 40U;

bool has_changed(const ShopOptions& options, std::size_t row) {
  if (options.changed == 0) return false;
  const std::size_t step = std::max<std::size_t>(options.orders / options.changed, 1);
  return row % step == 0 && row / step < options.changed;
}

Order make_order(const ShopOptions& options, std::size_t row, Random& random, bool changed) {
  const std::int64_t slot = kSpan / static_cast<std::int64_t>(options.orders);
  Order order;
  order.id = kFirstOrder + static_cast<std::int64_t>(row);
  order.created = options.clock - kSpan + slot * static_cast<std::int64_t>(row);
  const std::int64_t age = std::min(options.clock.seconds - order.created.seconds, 20 * kSecondsPerDay);
  const std::int64_t waited = random.between(0, age);
  order.updated = changed ? options.clock + 1 + random.between(0, kHour - 2) : order.created + waited;
  return order;
}

void write_address(JsonWriter& json, Random& random, std::string_view name) {
  const ShopTown& town = random.pick(kTowns);
  json.begin_object(name);
  json.text("name", fmt::format("{} {}", random.pick(kGivenNames), random.pick(kFamilyNames)));
  json.text("street", fmt::format("{} {}", town.street, random.between(1, 140)));
  json.text("zip", town.zip);
  json.text("city", town.city);
  json.text("country", town.country);
  json.end_object();
}

void write_discounts(JsonWriter& json, Random& random, Money price) {
  json.begin_list("discounts");
  const std::uint64_t count = random.chance(40) ? 1 + random.below(2) : 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    json.begin_object();
    json.text("code", random.pick(kCodes));
    json.money("amount", scaled(price, random.between(5, 25), 100));
    json.end_object();
  }
  json.end_list();
}

Money write_lines(JsonWriter& json, Random& random, const ShopOptions& options, std::int64_t order) {
  Money total;
  json.begin_list("lines");
  const std::int64_t count = random.between(1, 6);
  for (std::int64_t line = 1; line <= count; ++line) {
    const Money price{random.between(900, 249'900)};
    const std::int64_t quantity = random.between(1, 3);
    const std::uint64_t product = random.below(std::max<std::size_t>(options.products, 1));
    json.begin_object();
    json.integer("line_no", line);
    json.text("sku", sku_text(product, random.below(5)));
    json.text("title", fmt::format("{} {} {}", random.pick(kColours), random.pick(kGoods), order % 97));
    json.integer("quantity", quantity);
    json.money("price", price);
    json.money("total", price * quantity);
    write_discounts(json, random, price);
    json.end_object();
    total += price * quantity;
  }
  json.end_list();
  return total;
}

void write_payments(JsonWriter& json, Random& random, const Order& order, Money total) {
  json.begin_list("payments");
  const std::uint64_t count = random.chance(10) ? 0 : random.chance(75) ? 1 : 2;
  for (std::uint64_t i = 0; i < count; ++i) {
    json.begin_object();
    json.text("reference", fmt::format("{:016x}", random.next()));
    json.text("method", random.pick(kMethods));
    json.money("amount", scaled(total, 1, static_cast<std::int64_t>(count)));
    json.text("paid_at", zulu_text(order.created + random.between(0, kHour)));
    json.end_object();
  }
  json.end_list();
}

void write_order(std::string& out, const ShopOptions& options, Random& random, const Order& order) {
  JsonWriter json(out, NonAscii::raw, Slashes::plain);
  const auto customer = static_cast<std::int64_t>(random.below(std::max<std::size_t>(options.customers, 1)));
  json.begin_object();
  json.integer("id", order.id);
  json.text("number", fmt::format("SO-{}", order.id));
  json.text("status", random.pick(kStatuses));
  json.text("created_at", zulu_text(order.created));
  json.text("updated_at", zulu_text(order.updated));
  json.integer("customer_id", kFirstShopCustomer + customer);
  json.text("email", customer_email(customer));
  json.text("currency", random.pick(kTowns).currency);
  json.text("channel", random.pick(kChannels));
  json.text("locale", random.chance(50) ? "sv-SE" : "en-GB");
  json.boolean("terms_accepted", true);
  json.text("ip_address", fmt::format("10.{}.{}.{}", random.below(256), random.below(256), random.below(256)));
  json.text("user_agent", random.pick(kAgents));
  json.boolean("gift", random.chance(7));
  json.text_or_null("note", random.chance(12) ? std::optional<std::string_view>("Leave it \"behind\" the door, please")
                                              : std::nullopt);
  write_address(json, random, "billing");
  json.begin_object("shipping");
  json.text("carrier", random.pick(kCarriers));
  json.decimal("weight_kg", random.between(100, 20'000), 3);
  write_address(json, random, "address");
  json.end_object();
  const Money total = write_lines(json, random, options, order.id);
  write_payments(json, random, order, total);
  json.money("total", total);
  json.money("tax", scaled(total, 1, 5));
  json.end_object();
}

}  // namespace

ShopList make_shop_orders(const ShopOptions& options) {
  std::vector<std::int64_t> updated;
  updated.reserve(options.orders);
  ShopList list = make_list("orders", options.orders, kBytesPerOrder, [&](std::string& out, std::size_t row) {
    const bool changed = has_changed(options, row);
    Random random(options.seed, Stream::shop_order, changed ? kChangedFrom + row : row);
    const Order order = make_order(options, row, random, changed);
    updated.push_back(order.updated.seconds);
    write_order(out, options, random, order);
  });
  list.updated = std::move(updated);
  return list;
}

}  // namespace decant::sandbox::shop
