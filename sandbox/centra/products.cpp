#include "sandbox/centra/products.h"

#include <fmt/core.h>

#include <string>
#include <string_view>

#include "sandbox/centra/item_filter.h"
#include "sandbox/centra/item_json.h"
#include "sandbox/centra/markets.h"

namespace decant::sandbox {
namespace {

constexpr std::size_t kBytesPerProduct = 2000;

void write_texts(JsonWriter& json, const Product& product) {
  const std::uint64_t traits = product.traits;
  const bool has_texts = traits % 5 != 0;
  if (has_texts) {
    json.text("description",
              fmt::format("<p>{} – made to last.<br />Wash at 30°.</p>\n<p>[b]New[/b] this season.</p>", product.name));
  } else {
    json.text("description", "");
  }
  json.text("shortDescription", has_texts ? product.name : "");
  if (traits % 8 == 1) {
    json.text_or_null("comment", std::nullopt);
  } else {
    json.text("comment", traits % 8 == 2 ? "Check the \"new\" label\tbefore launch 🎁" : "");
  }
  json.text("metaTitle", has_texts ? fmt::format("{} | Acme", product.name) : "");
  json.text("metaDescription", "");
  if (!product.revision.has_new_shape()) json.text("metaKeywords", traits % 3 == 0 ? "new,season" : "");
}

void write_categories(JsonWriter& json, const Product& product) {
  json.begin_list("categories");
  if (product.traits % 9 != 0) {
    json.text_element(product.category);
    json.text_element("Shop");
  }
  json.end_list();
  if (product.traits % 9 == 0) {
    json.text_or_null("categoryName", std::nullopt);
  } else {
    json.text("categoryName", product.category);
  }
}

void write_images(JsonWriter& json, const Item& item, const Product& product) {
  json.begin_list("images");
  for (std::uint64_t image = 1; image <= product.traits / 11 % 4; ++image) {
    json.text_element(
        fmt::format("https://cdn.example.com/acme/media/{}/{}_{}.jpg", product.id, item.variant_id, image));
  }
  json.end_list();
}

void write_campaigns(JsonWriter& json, const Product& product, Money price) {
  json.begin_list("campaigns");
  if (product.traits / 13 % 6 == 0) {
    json.begin_object();
    json.text("id", "40");
    json.text("campaign", "Outlet");
    json.money("price", scaled(price, 1, 2));
    json.end_object();
  }
  json.end_list();
}

// The price is text for most price lists and a number for others, as in the samples of the documentation.
void write_price(JsonWriter& json, const Product& product, const Market& market) {
  const std::int64_t percent = product.revision.changed() ? 100 + product.revision.version : 100;
  const Money price = scaled(scaled(product.price, percent, 100), market.price_per_mille, 1000);
  json.begin_object();
  json.digits("id", market.pricelist_id);
  json.text("pricelist", market.pricelist);
  if ((product.traits / 17 + static_cast<std::uint64_t>(market.id)) % 5 == 0) {
    json.money("price", price);
  } else {
    json.text("price", fixed_text(price));
  }
  json.text("currency", market.currency);
  write_campaigns(json, product, price);
  json.end_object();
}

void write_prices(JsonWriter& json, const Product& product) {
  const std::size_t count = 1 + product.traits / 19 % kMarkets.size();
  json.begin_list("prices");
  for (std::size_t i = 0; i < count; ++i) write_price(json, product, kMarkets[i]);
  json.end_list();
}

void write_what_is_new(JsonWriter& json, const Product& product) {
  if (product.revision.has_new_fields()) json.text("materialComposition", "70% cotton, 30% hemp");
  if (!product.revision.has_new_shape()) return;
  json.begin_list("relatedProducts");
  for (std::int64_t other = 1; other <= 2; ++other) {
    json.begin_object();
    json.integer("productId", product.id - other);
    json.text("relation", other == 1 ? "matches" : "replaces");
    json.end_object();
  }
  json.end_list();
}

void write_row(std::string& out, const Item& item, const Product& product, bool attributes) {
  JsonWriter json(out, product.non_ascii);
  json.begin_object();
  write_item(json, item, product);
  write_texts(json, product);
  json.text("store", "Retail");
  write_categories(json, product);
  write_images(json, item, product);
  write_prices(json, product);
  json.time("createdAt", product.created);
  write_what_is_new(json, product);
  if (attributes) write_attributes(json, item, product);
  json.end_object();
}

}  // namespace

RecordTable Products::render(bool attributes) const {
  const std::size_t rows = catalogue_.listed_items(listed_);
  RecordTable table(rows, kBytesPerProduct);
  for (std::size_t row = 0; row < rows; ++row) {
    const Item& item = catalogue_.listed_item(row, listed_);
    table.add([&](std::string& out) { write_row(out, item, catalogue_.product_of(item), attributes); });
  }
  return table;
}

Found Products::find(Parameters& parameters) {
  const ItemFilter filter(parameters);
  const bool attributes = parameters.lists("include", "attributes");
  const RecordTable& table = tables_[attributes ? 1 : 0].get([&] { return render(attributes); });
  return found_items(catalogue_, listed_, table, filter);
}

}  // namespace decant::sandbox
