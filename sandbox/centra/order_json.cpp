#include "sandbox/centra/order_json.h"

#include <fmt/core.h>

#include <array>
#include <string_view>

#include "sandbox/centra/order_address_json.h"
#include "sandbox/centra/order_discounts_json.h"
#include "sandbox/centra/order_line_json.h"
#include "sandbox/data/json_writer.h"

namespace decant::sandbox {
namespace {

// One order in this many takes the full form, which is about three times as long.
constexpr std::uint64_t kOrdersPerFullForm = 40;

struct Payment {
  std::string_view plugin;
  std::string_view type;
  std::string_view description;
  std::string_view method;
};
constexpr std::array<Payment, 4> kPayments{{
    {"klarna_checkout_v1", "3rd", "Klarna Checkout", "invoice"},
    {"adyen_drop_in", "cc", "Adyen – Visa/Mastercard", "visa"},
    {"paypal", "3rd", "PayPal", ""},
    {"free", "free", "", ""},
}};

// Writes one order; its members are the parts of the JSON object in the order in which they appear.
class OrderWriter {
 public:
  OrderWriter(std::string& out, const Order& order, const Catalogue& catalogue, BundleMode bundles)
      : json_(out, order.traits % 2 == 0 ? NonAscii::raw : NonAscii::escaped),
        order_(order),
        catalogue_(catalogue),
        bundles_(bundles),
        form_((order.traits >> 8U) % kOrdersPerFullForm == 0 ? OrderForm::full : OrderForm::brief) {}

  void write() {
    json_.begin_object();
    write_head();
    write_delivery_address(json_, order_, form_);
    write_billing_address(json_, order_, form_);
    write_handling();
    write_totals();
    write_payment();
    write_shipments();
    write_tax_breakdown(json_, order_);
    write_order_discounts(json_, order_);
    write_order_lines(json_, order_, catalogue_, form_, bundles_);
    write_plugin_fields();
    write_what_is_new();
    json_.end_object();
  }

 private:
  bool full() const { return form_ == OrderForm::full; }
  std::uint64_t trait(unsigned shift, std::uint64_t choices) const { return order_.trait(shift, choices); }

  // Members that only the full form has when they hold nothing.
  void optional_text(std::string_view key, std::string_view content) {
    if (full() || !content.empty()) json_.text(key, content);
  }
  void optional_money(std::string_view key, Money amount) {
    if (full() || amount.cents != 0) json_.money(key, amount);
  }
  void optional_flag(std::string_view key, bool state) {
    if (full() || state) json_.flag(key, state);
  }

  void write_head() {
    json_.digits("orderId", order_.number);
    json_.text("orderStatus", status_word(order_.status));
    json_.text("selectionId", order_.selection_id);
    json_.time("orderDate", order_.date);
    if (order_.status == OrderStatus::cancelled) {
      json_.time("cancelDate", order_.date + 7200);
    } else if (full()) {
      json_.text("cancelDate", kZeroDate);
    }
    if (full()) {
      json_.text("preferredDeliveryDate", "");
      json_.text("estimatedDeliveryDate", trait(12, 2) == 0 ? "" : kZeroDate);
    }
    json_.text("orderStore", "retail");
    json_.text("orderCurrency", order_.market->currency);
    json_.digits("customerId", order_.customer.id);
    if (!order_.revision.has_new_shape()) json_.text("accountId", "");
  }

  void write_handling() {
    if (full()) {
      json_.text("poNumber", "");
      json_.text("shippingList", "Standard / 2–4 days");
      json_.text("defaultCarrier", "");
      json_.text("ipAddress", fmt::format("203.0.113.{}", 1 + trait(17, 250)));
    }
    optional_flag("suspect", trait(18, 50) == 0);
    optional_flag("internalOrder", trait(19, 100) == 0);
    if (order_.revision.has_new_shape()) {
      json_.text("hold", order_.is_on_hold() ? "manual" : "released");
    } else {
      json_.flag("hold", order_.is_on_hold());
    }
    optional_flag("waitingForPayment", order_.waits_for_payment());
  }

  void write_totals() {
    json_.money("shippingValue", order_.shipping);
    optional_money("voucherValue", order_.voucher_value());
    json_.money("grandTotalValue", order_.grand_total());
    if (full()) json_.money("grandTotalTaxValue", order_.grand_total_tax());
    optional_money("taxAdded", order_.tax_added);
    optional_money("taxDeducted", order_.tax_deducted);
    if (full()) {
      const Money items = order_.items_total();
      json_.money("totalItemsPriceTax", order_.items_tax());
      json_.money("totalItemsPrice", items);
      json_.money("totalItemsWithoutTax", items - order_.items_tax());
      json_.money("totalItemsDiscount", order_.items_discount());
    }
    optional_text("internalComment", trait(23, 60) == 0 ? "Called the customer: \"OK\"\nShip on Monday." : "");
    optional_text("otherComment", trait(24, 50) == 0 ? "Lämna vid dörren \\ tack!" : "");
  }

  void write_payment() {
    const Payment& payment = kPayments[trait(25, kPayments.size())];
    json_.integer("marketId", order_.market->id);
    json_.integer("pricelistId", order_.market->pricelist_id);
    json_.text("paymentPlugin", payment.plugin);
    json_.text("paymentType", payment.type);
    if (full()) json_.text("paymentDescription", payment.description);
    if (payment.type == "free" || trait(26, 6) == 0) {
      json_.text_or_null("paymentReference", std::nullopt);
    } else {
      json_.text("paymentReference", fmt::format("{:012}", trait(27, 1'000'000'000)));
    }
    if (!full()) return;
    if (payment.method.empty()) {
      json_.text_or_null("paymentMethod", std::nullopt);
    } else {
      json_.text("paymentMethod", payment.method);
    }
  }

  void write_shipment(const OrderShipment& shipment, std::size_t sequence) {
    const std::string& id = shipment.tracking_id;
    json_.begin_object();
    json_.text("shipmentId", fmt::format("{}-{}", order_.number, sequence));
    json_.text("shippedDate", shipment.shipped ? format_local_time(*shipment.shipped) : kZeroDate);
    json_.text("carrier", shipment.carrier);
    if (full()) json_.text("service", shipment.service);
    json_.text("trackingId", id);
    if (full()) {
      json_.text("trackingUrl", id.empty() ? "" : fmt::format("https://track.example.com/{}/{}", shipment.carrier, id));
      json_.text("returnSlipTracking", "");
    }
    json_.end_object();
  }

  void write_shipments() {
    json_.begin_list("shipments");
    for (std::size_t i = 0; i < order_.shipments.size(); ++i) write_shipment(order_.shipments[i], i + 1);
    json_.end_list();
  }

  // What the Ingrid plugin adds to the orders that were delivered through it.
  void write_plugin_fields() {
    if (!full() || trait(29, 5) != 0) return;
    json_.text("shipwallet_id", fmt::format("SW{:08}", trait(30, 100'000'000)));
    json_.text("shipwallet_method", "ingrid-mailbox");
    json_.text("shipwallet_pickup", "");
    json_.text("shipwallet_doorcode", "0042");
    json_.text("shipwallet_deliverytime", format_local_time(order_.date + 3 * kSecondsPerDay).substr(0, 10));
    json_.text("shipwallet_courier_instructions", "");
  }

  void write_what_is_new() {
    if (order_.revision.has_new_fields()) json_.text("salesChannel", trait(31, 2) == 0 ? "app" : "web");
    if (!order_.revision.has_new_shape()) return;
    json_.begin_list("statusHistory");
    json_.begin_object();
    json_.text("status", status_word(order_.status));
    json_.time("changed", order_.revision.time);
    json_.end_object();
    json_.end_list();
  }

  JsonWriter json_;
  const Order& order_;
  const Catalogue& catalogue_;
  BundleMode bundles_;
  OrderForm form_;
};

}  // namespace

void append_order(std::string& out, const Order& order, const Catalogue& catalogue, BundleMode bundles) {
  OrderWriter(out, order, catalogue, bundles).write();
}

}  // namespace decant::sandbox
