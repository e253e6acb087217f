#include "sandbox/centra/order_api.h"

#include <optional>

#include "sandbox/centra/customers_endpoint.h"
#include "sandbox/centra/envelope.h"
#include "sandbox/centra/key_check.h"
#include "sandbox/centra/orders_endpoint.h"
#include "sandbox/centra/products_endpoint.h"
#include "sandbox/centra/stock_endpoint.h"

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

}  // namespace

OrderApi::OrderApi(const StoreOptions& options) : options_(options), catalogue_(options) {
  routes_.push_back({"products", std::make_unique<ProductsEndpoint>(options_, catalogue_)});
  routes_.push_back({"stock", std::make_unique<StockEndpoint>(options_, catalogue_)});
  routes_.push_back({"customers", std::make_unique<CustomersEndpoint>(options_)});
  routes_.push_back({"orders", std::make_unique<OrdersEndpoint>(options_, catalogue_)});
}

Response OrderApi::handle(const Request& request) {
  const bool authorized = carries_key(request, options_);
  const auto name = below_base(request.path);
  Response response = !name         ? refusal(404, "Not found.")
                      : !authorized ? refusal(401, "Missing or wrong API key.")
                                    : route(request, *name);
  response.authorized = authorized;
  return response;
}

Response OrderApi::route(const Request& request, std::string_view name) {
  if (request.method != "GET" && request.method != "HEAD") return not_allowed();
  for (const Route& route : routes_) {
    if (route.name != name) continue;
    Parameters parameters(request.query);
    return route.endpoint->get(parameters);
  }
  return refusal(404, "Unknown endpoint.");
}

}  // namespace decant::sandbox
