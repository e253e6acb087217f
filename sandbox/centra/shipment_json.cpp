#include "sandbox/centra/shipment_json.h"

#include <fmt/core.h>

#include <string_view>

#include "sandbox/centra/order_address_json.h"
#include "sandbox/centra/order_line_json.h"
#include "sandbox/data/json_writer.h"

namespace decant::sandbox {
namespace {

// Writes one shipment; its members are the parts of the JSON object in the order in which they appear.
class ShipmentWriter {
 public:
  ShipmentWriter(std::string& out, const Order& order, std::size_t index)
      : json_(out, order.traits % 2 == 0 ? NonAscii::raw : NonAscii::escaped),
        order_(order),
        shipment_(order.shipments[index]),
        number_(fmt::format("{}-{}", order.number, index + 1)) {}

  void write(std::size_t index, const Catalogue& catalogue, BundleMode bundles) {
    json_.begin_object();
    write_head();
    write_delivery_address(json_, order_, OrderForm::full);
    write_billing_address(json_, order_, OrderForm::full);
    write_terms();
    write_handling();
    write_totals();
    write_tracking();
    write_tax_breakdown(json_, order_);
    write_shipment_lines(json_, order_, index, catalogue, bundles);
    write_what_is_new();
    json_.end_object();
  }

 private:
  void write_head() {
    json_.text("shipmentId", number_);
    json_.digits("orderId", order_.number);
    json_.text("selectionId", order_.selection_id);
    json_.time("orderDate", order_.date);
    json_.time("shipmentDate", shipment_.created);
    json_.text("orderStore", "retail");
    json_.text("orderCurrency", order_.market->currency);
    json_.digits("customerId", order_.customer.id);
    json_.text("accountId", "0");
  }

  // In the details of supplier deliveries these are plain text.
  void write_terms() {
    if (order_.trait(32, 3) != 0) return;
    for (const std::string_view name : {"shippingTerms", "paymentTerms"}) {
      json_.begin_object(name);
      json_.integer("id", 3);
      json_.text("name", name.starts_with('s') ? "DAP" : "Prepaid");
      json_.text("description", "");
      json_.end_object();
    }
  }

  void write_handling() {
    if (!order_.revision.has_new_shape()) json_.text("poNumber", "");
    json_.text("shippingList", "Standard / 2–4 days");
    if (order_.trait(33, 4) != 0) {
      json_.text("defaultCarrier", shipment_.carrier);
      json_.text("deliveryService", shipment_.service);
    }
    json_.flag("suspect", order_.trait(18, 50) == 0);
    json_.flag("hold", order_.is_on_hold());
    json_.flag("paid", order_.trait(34, 12) != 0);
    json_.flag("shouldCapture", shipment_.status == ShipmentStatus::goodtogo);
    json_.text("internalComment", "");
    json_.text("otherComment", order_.trait(24, 50) == 0 ? "Lämna vid dörren \\ tack!" : "");
  }

  void write_totals() {
    json_.money("shippingValue", order_.shipping);
    json_.money("voucherValue", order_.voucher_value());
    json_.money("grandTotalValue", order_.grand_total());
    json_.money("grandTotalTaxValue", order_.grand_total_tax());
    json_.money("taxAdded", order_.tax_added);
    json_.money("taxDeducted", order_.tax_deducted);
  }

  void write_tracking() {
    const std::string& id = shipment_.tracking_id;
    const bool sent = shipment_.status == ShipmentStatus::completed;
    json_.text("trackingNumber", id);
    json_.text("trackingUrl", id.empty() ? "" : fmt::format("https://track.example.com/{}/{}", shipment_.carrier, id));
    json_.text("returnSlipTracking", "");
    if (order_.trait(35, 2) == 0) {
      json_.text("proforma", fmt::format("https://acme.example.com/proforma/{}", number_));
      json_.text("deliveryNote", fmt::format("https://acme.example.com/deliverynote/{}", number_));
    }
    if (!sent || order_.trait(36, 3) == 0) return;
    json_.begin_list("invoices");
    json_.text_element(fmt::format("https://acme.example.com/invoice/{}", number_));
    json_.end_list();
  }

  void write_what_is_new() {
    if (order_.revision.has_new_fields()) json_.text("parcelLocker", order_.trait(37, 2) == 0 ? "" : "SE-21144-7");
    if (!order_.revision.has_new_shape()) return;
    json_.begin_list("parcels");
    json_.begin_object();
    json_.text("parcelNumber", fmt::format("{}/1", number_));
    json_.integer("grams", 250 + static_cast<std::int64_t>(order_.trait(38, 3000)));
    json_.end_object();
    json_.end_list();
  }

  JsonWriter json_;
  const Order& order_;
  const OrderShipment& shipment_;
  std::string number_;
};

}  // namespace

void append_shipment(std::string& out, const Order& order, std::size_t shipment, const Catalogue& catalogue,
                     BundleMode bundles) {
  ShipmentWriter(out, order, shipment).write(shipment, catalogue, bundles);
}

}  // namespace decant::sandbox
