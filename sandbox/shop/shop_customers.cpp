#include "sandbox/shop/shop_customers.h"

#include <fmt/core.h>

#include <array>
#include <string_view>

#include "sandbox/data/json_writer.h"
#include "sandbox/data/random.h"
#include "sandbox/shop/shop_words.h"

namespace decant::sandbox::shop {
namespace {

constexpr std::size_t kBytesPerCustomer = 600;
constexpr std::array<std::string_view, 5> kTags{"newsletter", "wholesale", "vip", "app", "returns often"};

void write_addresses(JsonWriter& json, Random& random) {
  json.begin_list("addresses");
  const std::int64_t count = random.between(0, 3);
  for (std::int64_t i = 0; i < count; ++i) {
    const ShopTown& town = random.pick(kTowns);
    json.begin_object();
    json.text("kind", i == 0 ? "home" : "other");
    json.text("street", fmt::format("{} {}", town.street, random.between(1, 140)));
    json.text("zip", town.zip);
    json.text("city", town.city);
    json.text("country", town.country);
    json.end_object();
  }
  json.end_list();
}

void write_customer(std::string& out, const ShopOptions& options, std::size_t row) {
  Random random(options.seed, Stream::shop_customer, row);
  JsonWriter json(out, NonAscii::raw, Slashes::plain);
  const auto number = static_cast<std::int64_t>(row);
  const LocalTime created = options.clock - random.between(0, 1000 * kSecondsPerDay);
  json.begin_object();
  json.integer("id", kFirstShopCustomer + number);
  json.text("email", customer_email(number));
  json.text("given_name", random.pick(kGivenNames));
  json.text("family_name", random.pick(kFamilyNames));
  json.text_or_null("phone", random.chance(60) ? std::optional<std::string_view>("+46 70 123 45 67") : std::nullopt);
  json.text("created_at", zulu_text(created));
  json.text("updated_at", zulu_text(created + 60));
  json.text("language", random.chance(50) ? "en" : "sv");
  json.boolean("newsletter", random.chance(55));
  json.money("spent", Money{random.between(0, 900'000)});
  json.integer("orders_count", random.between(0, 30));
  write_addresses(json, random);
  json.begin_list("tags");
  const std::uint64_t tags = random.below(kTags.size());
  for (std::uint64_t tag = 0; tag < tags; ++tag) json.text_element(kTags[tag]);
  json.end_list();
  json.end_object();
}

}  // namespace

ShopList make_shop_customers(const ShopOptions& options) {
  return make_list("customers", options.customers, kBytesPerCustomer,
                   [&](std::string& out, std::size_t row) { write_customer(out, options, row); });
}

}  // namespace decant::sandbox::shop
