#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/customer.h"
#include "sandbox/centra/drift.h"
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

/// The work list on which a shipment is.
enum class ShipmentStatus { goodtogo, inprogress, completed };

struct OrderShipment {
  LocalTime created;
  /// Nothing while not sent.
  std::optional<LocalTime> shipped;
  std::string_view carrier;
  std::string_view service;
  std::string tracking_id;
  ShipmentStatus status = ShipmentStatus::goodtogo;
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
  Revision revision;

  std::uint64_t trait(unsigned shift, std::uint64_t choices) const { return (traits >> shift) % choices; }
  std::string customer_name() const;
  /// Versions release the orders on hold that they touch.
  bool is_on_hold() const { return trait(21, 30) == 0 && !revision.changed(); }
  bool waits_for_payment() const { return status == OrderStatus::pending && trait(22, 4) == 0; }
  /// Which of its shipments a line is sent with.
  std::size_t shipment_of_line(std::size_t line) const { return line == 0 ? 0 : shipments.size() - 1; }

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

/// `pending`, `confirmed`, …
std::string_view status_word(OrderStatus status);

/// The order at `index` of the list as the present version has it. Order dates rise with the index through the 18
/// months before the clock and on through the versions.
Order make_order(const StoreOptions& options, const Catalogue& catalogue, std::size_t index);

/// Whether the plugin shows the order, and its shipments, at all.
bool is_visible(const Order& order, const PluginSettings& settings);

}  // namespace decant::sandbox
