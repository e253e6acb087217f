#include "sandbox/centra/item_filter.h"

#include <fmt/core.h>

namespace decant::sandbox {
namespace {

// A filter that was not sent accepts everything.
template <typename Wanted, typename Value>
bool equals(const std::optional<Wanted>& wanted, const Value& value) {
  return !wanted || *wanted == value;
}

bool is_after(LocalTime moment, const std::optional<LocalTime>& bound) { return !bound || moment > *bound; }

// The documented `sku` is the product's; a full SKU (the three parts joined) is accepted as well.
bool has_sku(const std::optional<std::string>& wanted, const Item& item, const Product& product) {
  if (!wanted || *wanted == product.sku) return true;
  if (!wanted->starts_with(product.sku)) return false;
  return *wanted == fmt::format("{}{}{}", product.sku, item.variant_sku, item.size_sku);
}

}  // namespace

ItemFilter::ItemFilter(Parameters& parameters)
    : sku_(parameters.text("sku")),
      ean_(parameters.text("ean")),
      upc_(parameters.text("upc")),
      product_id_(parameters.integer("productId", 0)),
      variant_id_(parameters.integer("variantId", 0)),
      stock_item_id_(parameters.integer("stockItemId", 0)),
      modified_(parameters.time("modified")),
      created_(parameters.time("created")),
      stock_modified_(parameters.time("stock_modified")) {}

bool ItemFilter::is_set() const {
  return sku_ || ean_ || upc_ || product_id_ || variant_id_ || stock_item_id_ || modified_ || created_ ||
         stock_modified_;
}

bool ItemFilter::matches(const Item& item, const Product& product) const {
  return equals(stock_item_id_, item.stock_item_id) && equals(variant_id_, item.variant_id) &&
         equals(product_id_, product.id) && equals(ean_, item.ean) && (!upc_ || item.upc == upc_) &&
         is_after(product.modified, modified_) && is_after(product.created, created_) &&
         is_after(item.stock_modified, stock_modified_) && has_sku(sku_, item, product);
}

Found found_items(const Catalogue& catalogue, std::size_t listed, const RecordTable& table, const ItemFilter& filter) {
  if (!filter.is_set()) return {.table = &table};
  return {.table = &table, .matches = [&catalogue, listed, filter](std::size_t row) {
            const Item& item = catalogue.listed_item(row, listed);
            return filter.matches(item, catalogue.product_of(item));
          }};
}

}  // namespace decant::sandbox
