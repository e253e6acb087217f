#include "source/centra/catalogue.h"

#include "config/document.h"

namespace decant::source::centra {

namespace {

// Paths, selectors, keys and types after Centra's Order API reference. Flags that are sent as 0 and 1 stay numbers.
// Money is decimal, whatever its first values look like: they may be whole numbers, or texts. Percentages are doubles.
constexpr const char* kCatalogue = R"yaml(
client:
  headers: { Accept: application/json }
  auth: { type: api_key, name: API-Authorization, location: header }

resource_defaults:
  write_disposition: merge
  endpoint:
    success: { path: status, value: ok, message: [msg, errorMessages, errors] }

hints:
  - &money { data_type: decimal, x-decant-null: [""] }
  - &percent { data_type: double, x-decant-null: [""] }
  - &count { data_type: bigint, x-decant-null: [""] }
  - &text { data_type: text }
  - &time { data_type: timestamp, x-decant-null: ["", "0000-00-00 00:00:00", "0000-00-00"], x-decant-timezone: "{timezone}" }

paging:
  - &links { type: json_link, next_url_path: next, next_params: merge }
  - &offsets { type: offset, limit: "{page_size}", total_path: null }

resources:
  - name: products
    primary_key: stockItemId
    endpoint:
      path: products
      data_selector: products
      params: { limit: "{page_size}" }
      paginator: *links
    columns: { weight: *money, createdAt: *time }
    nested_hints:
      prices: { columns: { id: *text, price: *money } }
      prices__campaigns: { columns: { id: *text, price: *money } }

  - name: stock
    primary_key: stockItemId
    endpoint:
      path: stock
      data_selector: [products]
      params: { limit: "{page_size}" }
      paginator: *links
    columns: { weight: *money, createdAt: *time }

  - name: customers
    primary_key: customerId
    endpoint:
      path: customers
      data_selector: customers
      paginator: *offsets
    columns: { customerId: *text, created: *time, modified: *time }
    nested_hints:
      consents: { columns: { version: *text, created: *time, modified: *time } }

  - name: orders
    primary_key: orderId
    endpoint:
      path: orders
      data_selector: orders
      paginator: *offsets
    columns:
      orderId: *text
      orderStatus: *text
      customerId: *text
      accountId: *text
      orderDate: *time
      cancelDate: *time
      preferredDeliveryDate: *time
      estimatedDeliveryDate: *time
      shippingValue: *money
      voucherValue: *money
      grandTotalValue: *money
      grandTotalTaxValue: *money
      taxAdded: *money
      taxDeducted: *money
      totalItemsPriceTax: *money
      totalItemsPrice: *money
      totalItemsWithoutTax: *money
      totalItemsDiscount: *money
      discounts__discountAsNumber: *money
    nested_hints:
      shipments: { columns: { shipmentId: *text, shippedDate: *time } }
      taxBreakdown: { columns: { taxPercent: *percent, value: *money } }
      discounts__vouchers:
        columns: { priceOffAsANumber: *money, originalPriceOffAsNumber: *money }
      discounts__automaticDiscounts:
        columns: { automaticDiscount: *text, priceOffAsANumber: *money }
      products: &lines
        columns:
          lineId: *text
          isPartOfBundle: *text
          qty: *count
          originalPrice: *money
          price: *money
          priceDiscount: *money
          priceDiscountAsPercent: *percent
          priceEachWithoutTax: *money
          priceEachReduction: *money
          taxPercent: *percent
          taxValue: *money
          totalTaxValue: *money
          totalPrice: *money
          totalPriceWithoutTax: *money
          totalPriceWithTax: *money
          weight: *money
      products__bundle: *lines
      products__warehouses: { columns: { itemQty: *count } }
      products__bundle__warehouses: { columns: { itemQty: *count } }
)yaml";

/// The tree with `{page_size}` and `{timezone}` replaced.
config::Node fill(config::Node node, const CatalogueValues& values) {
  if (node.is_text() && node.as_text() == "{page_size}") return config::Node(node.location(), values.page_size);
  if (node.is_text() && node.as_text() == "{timezone}") return config::Node(node.location(), values.timezone);
  if (node.is_sequence()) {
    for (auto& item : node.items()) item = fill(std::move(item), values);
  } else if (node.is_mapping()) {
    for (auto& member : node.members()) member.value = fill(std::move(member.value), values);
  }
  return node;
}

}  // namespace

Result<config::Node> catalogue(const CatalogueValues& values) {
  DECANT_TRY(config::Node document,
             config::parse_document(kCatalogue, config::Format::yaml, "decant's catalogue of Centra"));
  return fill(std::move(document), values);
}

}  // namespace decant::source::centra
