#include "sandbox/centra/order_api.h"

#include <gtest/gtest.h>

#include "sandbox/centra/api_caller.h"

namespace decant::sandbox {
namespace {

constexpr const char* kRefused = R"({"status":"no",)";

Request orders_request() {
  Request request;
  request.path = "/api/order-api/orders";
  request.query = "limit=1";
  return request;
}

TEST(OrderApi, checks_the_key) {
  OrderApi api({});
  Request request = orders_request();
  EXPECT_EQ(api.handle(request).status, 401);
  request.api_authorization = "wrong";
  const Response refused = api.handle(request);
  EXPECT_EQ(refused.status, 401);
  EXPECT_FALSE(refused.authorized);
  EXPECT_TRUE(refused.body.starts_with(kRefused));
  request.api_authorization = "sandbox-key";
  EXPECT_EQ(api.handle(request).status, 200);
  EXPECT_TRUE(api.handle(request).authorized);
}

TEST(OrderApi, takes_the_key_from_the_chosen_header_only) {
  Request request = orders_request();
  request.authorization = "sandbox-key";
  const auto status = [&](AuthHeader header) {
    StoreOptions options;
    options.auth_header = header;
    return OrderApi(options).handle(request).status;
  };
  EXPECT_EQ(status(AuthHeader::api_authorization), 401);
  EXPECT_EQ(status(AuthHeader::authorization), 200);
  EXPECT_EQ(status(AuthHeader::both), 200);
  std::swap(request.authorization, request.api_authorization);
  EXPECT_EQ(status(AuthHeader::authorization), 401);
  EXPECT_EQ(status(AuthHeader::both), 200);
}

TEST(OrderApi, answers_unknown_paths_and_methods) {
  ApiCaller caller;
  EXPECT_EQ(caller.get("nonsense").status, 404);
  EXPECT_TRUE(caller.get("nonsense").body.starts_with(kRefused));
  EXPECT_EQ(caller.get("").status, 404);
  Request request;
  request.api_authorization = "sandbox-key";
  for (const char* path : {"/", "/api/order-apis/orders", "/api/order-api/orders/7"}) {
    request.path = path;
    EXPECT_EQ(caller.api().handle(request).status, 404) << path;
  }
  request.method = "POST";
  request.path = "/api/order-api/order";
  const Response written = caller.api().handle(request);
  EXPECT_EQ(written.status, 403);
  EXPECT_EQ(written.body, R"({"status":"Not Allowed"})");
}

TEST(OrderApi, accepts_a_slash_before_the_query) {
  ApiCaller caller;
  EXPECT_EQ(caller.get("orders/?limit=2").body, caller.get("orders?limit=2").body);
}

TEST(OrderApi, reports_malformed_parameters_with_http_200) {
  ApiCaller caller;
  for (const char* target : {"orders?limit=x", "orders?newer_than=soon", "customers?offset=-1", "products?page=0",
                             "stock?stock_modified=2024-13-01", "orders?order=A1"}) {
    const Response response = caller.get(target);
    EXPECT_EQ(response.status, 200) << target;
    EXPECT_TRUE(response.body.starts_with(kRefused)) << response.body;
    EXPECT_EQ(response.rows, 0U);
  }
  EXPECT_EQ(caller.get("orders?limit=x").body,
            R"({"status":"no","msg":{"limit":"Expected a whole number of at least 1, got \"x\""}})");
}

TEST(OrderApi, gives_the_same_bytes_for_the_same_options) {
  const std::vector<std::string> targets{"products?include=attributes",
                                         "stock",
                                         "customers?limit=500",
                                         "orders?limit=1000",
                                         "shipments?limit=1000",
                                         "returns?limit=1000",
                                         "supplier-orders",
                                         "supplier-orders/31",
                                         "supplier-deliveries",
                                         "supplier-deliveries/90/details",
                                         "vouchers/1"};
  ApiCaller first;
  ApiCaller second;
  StoreOptions other_options;
  other_options.seed = 2;
  ApiCaller other(other_options);
  for (const std::string& target : targets) {
    const std::string body = first.get(target).body;
    EXPECT_EQ(body, second.get(target).body) << target;
    EXPECT_NE(body, other.get(target).body) << target;
  }
}

// Guards against a change of the data that nobody meant, and against compilers that disagree.
TEST(OrderApi, gives_the_same_bytes_as_ever) {
  ApiCaller caller;
  const std::string order = caller.get("orders?limit=1").body;
  EXPECT_TRUE(order.starts_with(
      R"({"status":"ok","orders":[{"orderId":"5001","orderStatus":"archived","selectionId":"e081cd55c5bb79f1a3b32ce1d6f0ab2a")"))
      << order;
}

}  // namespace
}  // namespace decant::sandbox
