#include "sandbox/centra/item_request.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

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

ItemRequest::ItemRequest(Parameters& parameters, std::size_t page_limit)
    : sku_(parameters.text("sku")),
      ean_(parameters.text("ean")),
      upc_(parameters.text("upc")),
      product_id_(parameters.integer("productId", 0)),
      variant_id_(parameters.integer("variantId", 0)),
      stock_item_id_(parameters.integer("stockItemId", 0)),
      modified_(parameters.time("modified")),
      created_(parameters.time("created")),
      stock_modified_(parameters.time("stock_modified")) {
  if (const auto limit = parameters.integer("limit", 1))
    limit_ = std::min(static_cast<std::size_t>(*limit), page_limit);
  if (const auto page = parameters.integer("page", 1)) page_ = static_cast<std::size_t>(*page);
}

Window ItemRequest::window() const {
  if (!limit_) return {.offset = page_ == 1 ? 0 : Window::kAll, .limit = Window::kAll};
  const bool beyond_counting = page_ - 1 > std::numeric_limits<std::size_t>::max() / *limit_;
  return {.offset = beyond_counting ? Window::kAll : (page_ - 1) * *limit_, .limit = *limit_};
}

bool ItemRequest::has_filter() const {
  return sku_ || ean_ || upc_ || product_id_ || variant_id_ || stock_item_id_ || modified_ || created_ ||
         stock_modified_;
}

bool ItemRequest::matches(const Item& item, const Product& product) const {
  return equals(stock_item_id_, item.stock_item_id) && equals(variant_id_, item.variant_id) &&
         equals(product_id_, product.id) && equals(ean_, item.ean) && (!upc_ || item.upc == upc_) &&
         is_after(product.modified, modified_) && is_after(product.created, created_) &&
         is_after(item.stock_modified, stock_modified_) && has_sku(sku_, item, product);
}

RowSelection ItemRequest::select(const Catalogue& catalogue, std::size_t total) const {
  if (!has_filter()) return select_rows(total, window());
  return select_rows(total, window(), [&](std::size_t row) {
    const Item& item = catalogue.items()[row];
    return matches(item, catalogue.product_of(item));
  });
}

std::string ItemRequest::links(const RowSelection& selection) const {
  std::string links;
  if (!limit_) return links;
  if (page_ > 1) links += fmt::format(R"(,"previous":"?limit={}&page={}")", *limit_, page_ - 1);
  if (selection.more) links += fmt::format(R"(,"next":"?limit={}&page={}")", *limit_, page_ + 1);
  return links;
}

}  // namespace decant::sandbox
