#include "sandbox/centra/order_api.h"

#include <algorithm>
#include <string>
#include <utility>

#include "sandbox/centra/customers.h"
#include "sandbox/centra/envelope.h"
#include "sandbox/centra/key_check.h"
#include "sandbox/centra/orders.h"
#include "sandbox/centra/path_pattern.h"
#include "sandbox/centra/products.h"
#include "sandbox/centra/returns.h"
#include "sandbox/centra/shipments.h"
#include "sandbox/centra/stock.h"
#include "sandbox/centra/suppliers.h"
#include "sandbox/centra/vouchers.h"

namespace decant::sandbox {
namespace {

// The path below the base without slashes at its ends, or nothing outside of the base.
std::optional<std::string_view> below_base(std::string_view path) {
  if (!path.starts_with(OrderApi::kBasePath)) return std::nullopt;
  path.remove_prefix(OrderApi::kBasePath.size());
  if (!path.empty() && !path.starts_with('/')) return std::nullopt;
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

Response no_customer(std::string_view /*id*/) { return refusal(200, "The customer was not found."); }
Response no_supplier_order(std::string_view /*id*/) { return refusal(200, "The supplier order was not found."); }
Response no_delivery(std::string_view /*id*/) { return refusal(200, "The supplier delivery was not found."); }

}  // namespace

template <typename Kind, typename... Arguments>
Collection* OrderApi::add(Arguments&&... arguments) {
  return collections_.emplace_back(std::make_unique<Kind>(options_, std::forward<Arguments>(arguments)...)).get();
}

OrderApi::OrderApi(StoreOptions options) : options_(std::move(options)), catalogue_(options_) {
  Collection* customers = add<Customers>();
  const auto supplier_orders = [this](SupplierDetail detail) { return add<SupplierOrders>(catalogue_, detail); };
  const auto deliveries = [this](SupplierDetail detail) { return add<SupplierDeliveries>(catalogue_, detail); };
  using enum SupplierDetail;
  routes_ = {
      {"products", "products", Paging::links, add<Products>(catalogue_)},
      {"stock", "products", Paging::links, add<Stock>(catalogue_)},
      {"customers", "customers", Paging::offset, customers},
      {"customers/{id}", "customer", Paging::one, customers, no_customer},
      {"orders", "orders", Paging::offset, add<Orders>(catalogue_)},
      {"shipments", "shipments", Paging::offset, add<Shipments>(catalogue_)},
      {"returns", "returns", Paging::page, add<Returns>(catalogue_)},
      {"supplier-orders", "orders", Paging::none, supplier_orders(none)},
      {"supplier-orders/{id}", "order", Paging::one, supplier_orders(products), no_supplier_order},
      {"supplier-deliveries", "deliveries", Paging::none, deliveries(none)},
      {"supplier-deliveries/{id}", "delivery", Paging::one, deliveries(products), no_delivery},
      {"supplier-deliveries/{id}/details", "delivery", Paging::one, deliveries(orders), no_delivery},
      {"vouchers/{id}", "voucher", Paging::one, add<Vouchers>(), missing_voucher},
  };
}

Response OrderApi::handle(const Request& request) {
  const bool authorized = carries_key(request, options_);
  const auto path = below_base(request.path);
  Response response = !path         ? refusal(404, "Not found.")
                      : !authorized ? refusal(401, "Missing or wrong API key.")
                                    : route(request, *path);
  response.authorized = authorized;
  return response;
}

bool OrderApi::is_enabled(std::string_view path) const {
  return !options_.settings.disabled.contains(path.substr(0, path.find('/')));
}

Response OrderApi::route(const Request& request, std::string_view path) {
  if ((request.method != "GET" && request.method != "HEAD") || !is_enabled(path)) return not_allowed();
  const std::string decoded = decode_path_text(path);
  for (const Route& route : routes_) {
    const auto match = match_path(route.path, decoded);
    if (!match) continue;
    Parameters parameters(request.query);
    return route.paging == Paging::one ? one(route, *match, parameters) : list(route, parameters);
  }
  return refusal(404, "Unknown endpoint.");
}

Response OrderApi::list(const Route& route, Parameters& parameters) const {
  const Found found = route.collection->find(parameters);
  const PageRequest page(route.paging, parameters, std::min(options_.page_limit, found.largest_page));
  if (!parameters.faults().empty()) return fault_response(parameters);
  const Window window = page.window();
  const RowSelection selection = found.matches ? select_rows(found.table->rows(), window, found.matches)
                                               : select_rows(found.table->rows(), window);
  return page_response(route.selector, *found.table, selection, page.links(selection));
}

Response OrderApi::one(const Route& route, std::string_view id, Parameters& parameters) {
  const auto row = route.collection->row_of(id);
  return row ? record_response(route.selector, route.collection->find(parameters).table->row(*row)) : route.missing(id);
}

Collection* OrderApi::collection(std::string_view path) const {
  if (!is_enabled(path)) return nullptr;
  for (const Route& route : routes_) {
    if (route.path == path) return route.collection;
  }
  return nullptr;
}

}  // namespace decant::sandbox
