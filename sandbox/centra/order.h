#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/customers.h"
#include "sandbox/centra/markets.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/local_time.h"
#include "sandbox/data/money.h"

namespace decant::sandbox {

/// A line of an order, a bundle or an item inside a bundle. Prices are per unit and include tax.
struct OrderLine {
  std::int64_t id = 0;
  const Item* item = nullptr;
  std::int64_t quantity = 1;
  Money original_price;
  Money price;
  std::int64_t discount_percent = 0;
  std::int64_t tax_percent = 0;
  /// The items of a bundle; empty for an ordinary line.
  std::vector<OrderLine> parts;
  std::string_view comment;

  Money total() const { return price * quantity; }
  Money tax_per_unit() const { return scaled(price, tax_percent, 100 + tax_percent); }
  Money total_tax() const { return scaled(total(), tax_percent, 100 + tax_percent); }
};

struct OrderShipment {
  /// Nothing while not sent.
  std::optional<LocalTime> shipped;
  std::string_view carrier;
  std::string_view service;
  std::string tracking_id;
};

struct OrderVoucher {
  std::string_view code;
  std::string_view name;
  /// Negative.
  Money price_off;
  bool is_credit = false;
};

enum class OrderStatus { pending, confirmed, processing, completed, archived, cancelled };

/// An order before it is written down.
struct Order {
  std::int64_t number = 0;
  LocalTime date;
  OrderStatus status = OrderStatus::pending;
  std::string selection_id;
  Customer customer;
  const Market* market = nullptr;
  std::vector<OrderLine> lines;
  std::vector<OrderShipment> shipments;
  std::optional<OrderVoucher> voucher;
  /// Negative; zero without one.
  Money automatic_discount;
  Money shipping;
  /// Added at the end where prices are without tax, and deducted (negative) where the customer pays none.
  Money tax_added;
  Money tax_deducted;
  /// Bits for the many small choices of an order's row.
  std::uint64_t traits = 0;

  Money items_total() const;
  Money items_tax() const;
  Money items_discount() const;
  Money shipping_tax() const {
    return scaled(shipping, customer.country->tax_percent, 100 + customer.country->tax_percent);
  }
  Money voucher_value() const { return voucher ? voucher->price_off : Money{}; }
  Money grand_total() const;
  Money grand_total_tax() const { return items_tax() + shipping_tax() + tax_added; }
};

/// The order at `index` of the list. Order dates rise with the index through the 18 months before the store's now.
Order make_order(const StoreOptions& options, const Catalogue& catalogue, std::size_t index);

}  // namespace decant::sandbox
