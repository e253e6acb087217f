#include "sandbox/centra/item_json.h"

#include <fmt/core.h>

#include <array>
#include <string_view>

namespace decant::sandbox {
namespace {

constexpr std::array<std::string_view, 3> kFits{"Slim", "Regular", "Loose / Oversized"};
constexpr std::array<std::string_view, 4> kTags{"Bio", "Återvunnen", "Eco", "Fair & Square"};

// PHP keeps the order in which the options were chosen, so the keys are not sorted.
void write_tags(JsonWriter& json, std::uint64_t traits) {
  if (traits % 3 == 0) {
    json.empty("material_tags");
    return;
  }
  json.begin_object("material_tags");
  for (std::size_t id = kTags.size(); id > 0; --id) {
    const bool chosen = ((traits >> id) & 1U) != 0 || id == 1;
    if (chosen) json.text(fmt::format("{}", id), kTags[id - 1]);
  }
  json.end_object();
}

void write_washing_image(JsonWriter& json, const Product& product) {
  json.begin_object("washing-icon");
  json.text("url", fmt::format("https://cdn.example.com/acme/attributes/wash_{}.png", product.id));
  json.text("width", "60");
  json.text("height", "60");
  json.text("mimeType", "image/png");
  json.end_object();
}

}  // namespace

void write_item(JsonWriter& json, const Item& item, const Product& product) {
  json.integer("stockItemId", item.stock_item_id);
  json.integer("productId", product.id);
  json.integer("variantId", item.variant_id);
  json.text("sku", product.sku);
  json.text("variantSku", item.variant_sku);
  json.text("sizeSku", item.size_sku);
  json.text("ean", item.ean);
  json.text_or_null("upc", item.upc);
  json.text_or_null("brand", product.brand);
  json.text_or_null("collection", product.collection);
  json.text("product", product.internal_name);
  json.text("name", product.name);
  json.text("variant", item.variant);
  json.text_or_null("size", item.size);
  json.text("sizeComment", product.traits % 16 == 0 ? "Runs small – order one size up" : "");
  json.money("weight", product.weight);
  json.text("weightUnit", product.weight_unit);
  json.text("countryOfOrigin", product.country_of_origin);
  json.text("harmCode", product.harm_code);
  json.text("harmDescription", product.harm_description);
  if (product.revision.has_new_shape()) {
    json.text("active", item.active ? "yes" : "preorder");
  } else {
    json.flag("active", item.active);
  }
  if (product.folder) json.text("folder", *product.folder);
}

void write_attributes(JsonWriter& json, const Item& item, const Product& product) {
  const std::uint64_t traits = product.traits >> 16U;
  if (traits % 5 == 0) json.text("limited_edition_bool", "1");
  json.text("fit_select", kFits[traits % kFits.size()]);
  json.text("care_text", traits % 4 == 0 ? "" : "<ul><li>30°</li><li>Do not tumble dry</li></ul>");
  if (traits % 7 < 4) write_washing_image(json, product);
  write_tags(json, traits);
  json.text("variant_swatch",
            fmt::format("#{:06x}", (product.traits ^ static_cast<std::uint64_t>(item.variant_id)) & 0xFFFFFFU));
}

}  // namespace decant::sandbox
