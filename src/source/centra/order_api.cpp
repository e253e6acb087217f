#include "source/centra/order_api.h"

namespace decant::source::centra {

// Paths, selectors, keys and types after Centra's Order API reference. Flags that are sent as 0 and 1 stay numbers.
// Money is decimal, whatever its first values look like: they may be whole numbers, or texts. Percentages and rates are
// doubles. Ids that are text in one resource and numbers in another are text in both, so that tables join.
//
// Stock is merged, not replaced: `stock_modified` gives the rows that changed alone, and the others are to stay.
// Supplier deliveries are replaced: the list has those that are not accepted yet, and one that is accepted leaves it.
// What `modified` and `stock_modified` ask for is by the time of the runs, with an overlap; orders, shipments and
// returns can be asked for by their own dates alone, so a window of some days is asked for again and merged.
const char* const kOrderApi = R"yaml(
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
  - &time { data_type: timestamp, x-decant-null: ["", "0000-00-00 00:00:00", "0000-00-00 00:00", "0000-00-00"], x-decant-timezone: "{timezone}" }
  - &date { data_type: date, x-decant-null: ["", "0000-00-00"] }

paging:
  - &links { type: json_link, next_url_path: next, next_params: merge }
  - &offsets { type: offset, limit: "{page_size}", total_path: null }
  - &pages { type: page_number, base_page: 1, total_path: null }

changes:
  - &modified { cursor: run_start, start_param: modified, lag: "{overlap}", timezone: "{timezone}", time_format: "%Y-%m-%d %H:%M:%S" }
  - &stock_modified { cursor: run_start, start_param: stock_modified, lag: "{overlap}", timezone: "{timezone}", time_format: "%Y-%m-%d %H:%M:%S" }
  - &last_days { cursor: run_start, start_param: newer_than, end_param: older_than, initial_value: "{start_date}", lag: "{lookback}", timezone: "{timezone}", time_format: "%Y-%m-%d %H:%M:%S" }

resources:
  - name: products
    primary_key: stockItemId
    endpoint:
      path: products
      data_selector: products
      params: { limit: "{page_size}" }
      paginator: *links
      incremental: *modified
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
      incremental: *stock_modified
    columns: { weight: *money, createdAt: *time }

  - name: customers
    primary_key: customerId
    endpoint:
      path: customers
      data_selector: customers
      paginator: *offsets
      incremental: *modified
    columns: &customer_columns { customerId: *text, created: *time, modified: *time }
    nested_hints: &customer_lists
      consents: { columns: { version: *text, created: *time, modified: *time } }

  - name: orders
    primary_key: orderId
    endpoint:
      path: orders
      data_selector: orders
      paginator: *offsets
      incremental: *last_days
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

  - name: shipments
    primary_key: shipmentId
    endpoint:
      path: shipments
      data_selector: shipments
      paginator: { type: offset, limit: "{page_size:100}", total_path: null }
      incremental: *last_days
    columns:
      shipmentId: *text
      orderId: *text
      customerId: *text
      accountId: *text
      orderDate: *time
      shipmentDate: *time
      shippingValue: *money
      voucherValue: *money
      grandTotalValue: *money
      grandTotalTaxValue: *money
      taxAdded: *money
      taxDeducted: *money
    nested_hints:
      taxBreakdown: { columns: { taxPercent: *percent, value: *money } }
      products: &sent_lines
        columns: { lineId: *text, isPartOfBundle: *text, qty: *count, originalPrice: *money, price: *money, weight: *money }
      products__bundle: *sent_lines
      products__warehouses: { columns: { itemQty: *count } }
      products__bundle__warehouses: { columns: { itemQty: *count } }

  - name: returns
    primary_key: returnId
    endpoint:
      path: returns
      data_selector: returns
      params: { limit: "{page_size}" }
      paginator: *pages
      incremental: *last_days
    columns:
      orderId: *text
      customerId: *text
      date: *time
      returnCost: *money
      shippingCost: *money
      handlingCost: *money
      voucherValue: *money
      taxValue: *money
      taxDeduction: *money
      baseCurrencyRate: *percent
    nested_hints:
      products: { columns: { orderLineId: *text, quantity: *count, price: *money } }

  - name: supplier_orders
    primary_key: orderId
    endpoint: { path: supplier-orders, data_selector: orders, paginator: single_page }
    columns: { orderId: *text, created: *time, ETD: *time, ETA: *time, productsQty: *count }

  - name: supplier_deliveries
    primary_key: id
    write_disposition: replace
    endpoint: { path: supplier-deliveries, data_selector: deliveries, paginator: single_page }
    columns: { id: *text, orderId: *text, deliveryId: *text, created: *time, ETD: *time, ETA: *time, productsQty: *count }

by_id:
  - resource:
      name: vouchers
      primary_key: id
      ask_once: true
      endpoint:
        path: "vouchers/{id}"
        data_selector: voucher
        paginator: single_page
        success: &with_absent { path: status, value: ok, message: [msg, errorMessages, errors], absent: not found }
      columns: { value: *money, valueByPricelist: { x-decant-map: pricelistId }, startDate: *date, stopDate: *date, createdAt: *time }
      nested_hints: { valueByPricelist: { columns: { value: *money } } }

  - resource:
      name: customer
      primary_key: customerId
      ask_once: true
      endpoint:
        path: "customers/{id}"
        data_selector: customer
        paginator: single_page
        success: *with_absent
      columns: *customer_columns
      nested_hints: *customer_lists
    parents: { orders: customerId, customers: customerId }
)yaml";

}  // namespace decant::source::centra
