#include "sandbox/centra/voucher.h"

#include <fmt/core.h>

#include "sandbox/centra/drift.h"
#include "sandbox/centra/markets.h"
#include "sandbox/data/json_writer.h"
#include "sandbox/data/local_time.h"
#include "sandbox/data/random.h"

namespace decant::sandbox {
namespace {

constexpr std::int64_t kOldest = 365 * kSecondsPerDay;

std::string date_of(LocalTime time) { return format_local_time(time).substr(0, 10); }

// A percentage is text. An amount differs by price list: it is a map, and then there is no value.
void write_value(JsonWriter& json, Random& random) {
  if (random.chance(50)) {
    json.text("type", "percentoff");
    json.digits("value", random.between(1, 10) * 5);
    if (random.chance(50)) json.empty("valueByPricelist");
    return;
  }
  json.text("type", "priceoff");
  json.text_or_null("value", std::nullopt);
  json.begin_object("valueByPricelist");
  const std::size_t markets = 1 + random.below(kMarkets.size());
  for (std::size_t i = 0; i < markets; ++i) {
    json.money(fmt::format("{}", kMarkets[i].pricelist_id), Money{random.between(2, 40) * 250});
  }
  json.end_object();
}

void write_markets(JsonWriter& json, Random& random) {
  json.begin_list("markets");
  const std::size_t markets = random.chance(20) ? 0 : 1 + random.below(kMarkets.size());
  for (std::size_t i = 0; i < markets; ++i) json.integer_element(kMarkets[i].id);
  json.end_list();
}

void write_what_is_new(JsonWriter& json, const Revision& revision) {
  if (revision.has_new_fields()) json.boolean("stackable", revision.version % 2 == 0);
  if (!revision.has_new_shape()) return;
  json.begin_list("conditions");
  json.text_element("newsletter");
  json.end_list();
}

}  // namespace

bool is_cancelled(std::int64_t voucher) { return voucher % 5 == 0; }

void append_voucher(std::string& out, const StoreOptions& options, std::int64_t id) {
  const auto index = static_cast<std::size_t>(id - 1);
  const Drift drift(options);
  const Revision revision = drift.revision(Stream::voucher, index, options.vouchers);
  const Revision born = drift.birth(index, options.vouchers);
  Random random(options.seed, Stream::voucher, index);
  const LocalTime created = born.added ? born.time : options.clock - random.between(kSecondsPerDay, kOldest);
  const LocalTime start = created + random.between(1, 10) * kSecondsPerDay;
  JsonWriter json(out, random.chance(50) ? NonAscii::raw : NonAscii::escaped);
  json.begin_object();
  json.integer("id", id);
  json.text("name", index < kUsedVouchers.size() ? kUsedVouchers[index].name : fmt::format("Kampanj {}", id));
  json.text("code", index < kUsedVouchers.size() ? kUsedVouchers[index].code : fmt::format("code-{:03}", id));
  write_value(json, random);
  json.text("startDate", date_of(start));
  json.text("stopDate", date_of(start + random.between(10, 90) * kSecondsPerDay));
  json.integer("store", 1);
  write_markets(json, random);
  json.integer("limit", random.chance(60) ? 0 : random.between(1, 20) * 50);
  json.text("status", random.chance(70) != revision.changed() ? "active" : "inactive");
  json.integer("priority", random.between(1, 5));
  if (!revision.has_new_shape()) json.text("conversionHtml", random.chance(80) ? "" : "<b>Tack!</b>");
  json.time("createdAt", created);
  write_what_is_new(json, revision);
  json.end_object();
}

}  // namespace decant::sandbox
