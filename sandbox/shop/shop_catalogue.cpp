#include "sandbox/shop/shop_catalogue.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "sandbox/data/json_writer.h"
#include "sandbox/data/money.h"
#include "sandbox/data/random.h"
#include "sandbox/shop/shop_words.h"

namespace decant::sandbox::shop {
namespace {

constexpr std::size_t kBytesPerProduct = 1500;
constexpr std::size_t kBytesPerStock = 180;
constexpr std::int64_t kFirstProduct = 7001;
constexpr std::array<std::string_view, 7> kSizes{"XS", "S", "M", "L", "XL", "XXL", "one size"};
constexpr std::array<std::string_view, 3> kWarehouses{"main", "north", "returns"};

void write_variants(JsonWriter& json, Random& random, std::size_t row, Money price) {
  json.begin_list("variants");
  const std::uint64_t count = 3 + random.below(5);
  for (std::uint64_t variant = 0; variant < count; ++variant) {
    json.begin_object();
    json.text("sku", sku_text(row, variant));
    json.text("size", kSizes[variant]);
    json.text("ean", fmt::format("{:013}", random.below(9'999'999'999'999)));
    json.integer("weight_grams", random.between(80, 2500));
    json.money("price", price);
    json.boolean("active", random.chance(90));
    json.end_object();
  }
  json.end_list();
}

void write_images(JsonWriter& json, Random& random, std::int64_t id) {
  json.begin_list("images");
  const std::int64_t count = random.between(1, 5);
  for (std::int64_t position = 1; position <= count; ++position) {
    json.begin_object();
    json.text("url", fmt::format("https://cdn.example.com/media/{}/{}.jpg", id, position));
    json.integer("position", position);
    json.end_object();
  }
  json.end_list();
}

void write_product(std::string& out, const ShopOptions& options, std::size_t row) {
  Random random(options.seed, Stream::shop_product, row);
  JsonWriter json(out, NonAscii::raw, Slashes::plain);
  const std::int64_t id = kFirstProduct + static_cast<std::int64_t>(row);
  const std::string title = fmt::format("{} {}", random.pick(kColours), random.pick(kGoods));
  const Money price{random.between(900, 249'900)};
  json.begin_object();
  json.integer("id", id);
  json.text("title", title);
  json.text("description",
            fmt::format("<p>{0} – made to last. Wash at 30°, iron inside out.</p>\n<p>This season's {0}, "
                        "with pockets that close, seams that hold and a lining of recycled fibre.</p>",
                        title));
  json.text("vendor", random.chance(80) ? "Acme" : "Förråd & Söner");
  json.text("created_at", zulu_text(options.clock - random.between(0, 900 * kSecondsPerDay)));
  json.boolean("published", random.chance(85));
  json.begin_object("seo");
  json.text("title", title + " | Acme");
  json.text_or_null("keywords", random.chance(50) ? std::optional<std::string_view>("new, season") : std::nullopt);
  json.end_object();
  write_variants(json, random, row, price);
  write_images(json, random, id);
  json.money("price", price);
  json.end_object();
}

void write_stock(std::string& out, const ShopOptions& options, std::size_t row) {
  Random random(options.seed, Stream::shop_stock, row);
  JsonWriter json(out, NonAscii::raw, Slashes::plain);
  const std::size_t products = std::max<std::size_t>(options.products, 1);
  json.begin_object();
  json.text("sku", sku_text(row % products, row / products % 5));
  json.text("warehouse", random.pick(kWarehouses));
  json.integer("quantity", random.between(0, 400));
  json.integer("reserved", random.between(0, 20));
  json.text("bin", fmt::format("{}-{:02}", random.between(1, 60), random.below(100)));
  json.text("lot", fmt::format("L{:08x}", random.below(1U << 31U)));
  json.text("counted_at", zulu_text(options.clock - random.between(0, 90 * kSecondsPerDay)));
  json.end_object();
}

}  // namespace

ShopList make_shop_products(const ShopOptions& options) {
  return make_list("products", options.products, kBytesPerProduct,
                   [&](std::string& out, std::size_t row) { write_product(out, options, row); });
}

ShopList make_shop_stock(const ShopOptions& options) {
  return make_list("stock", options.stock, kBytesPerStock,
                   [&](std::string& out, std::size_t row) { write_stock(out, options, row); });
}

}  // namespace decant::sandbox::shop
