#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/endpoint.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/http/message.h"

namespace decant::sandbox {

/// The legacy REST Order API of an emulated store.
class OrderApi {
 public:
  /// The path below which the endpoints are.
  static constexpr std::string_view kBasePath = "/api/order-api";

  explicit OrderApi(const StoreOptions& options);

  /// Answers a request. May be called from many threads.
  Response handle(const Request& request);

 private:
  struct Route {
    std::string_view name;
    std::unique_ptr<Endpoint> endpoint;
  };

  Response route(const Request& request, std::string_view name);

  StoreOptions options_;
  Catalogue catalogue_;
  std::vector<Route> routes_;
};

}  // namespace decant::sandbox
