#include "sandbox/centra/store.h"

#include <gtest/gtest.h>

#include <chrono>
#include <variant>

namespace decant::sandbox {
namespace {

const RateLimit::Time kNow{std::chrono::seconds(1'717'142'400)};

Request request_for(const char* path, const char* key = "sandbox-key") {
  Request request;
  request.path = path;
  request.api_authorization = key;
  return request;
}

TEST(Store, limits_the_rate_of_the_api_only) {
  Disturbances disturbances;
  disturbances.rate = RateLimit::Quota{.requests = 2, .interval = std::chrono::seconds(10)};
  Store store({}, disturbances);
  const Request request = request_for("/api/order-api/stock");
  EXPECT_EQ(store.handle(request, kNow).status, 200);
  EXPECT_EQ(store.handle(request_for("/api/order-api/stock", "wrong"), kNow).status, 401);
  const Response refused = store.handle(request, kNow);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.retry_after, "5");
  EXPECT_EQ(refused.body, R"({"status":"no","msg":"Too many requests."})");
  EXPECT_EQ(store.handle(request_for("/sandbox/expected", ""), kNow).status, 200);
  EXPECT_EQ(store.handle(request, kNow + std::chrono::seconds(5)).status, 200);
}

TEST(Store, spoils_good_answers_only) {
  Disturbances disturbances;
  disturbances.chaos = std::get<std::vector<FaultShare>>(parse_chaos("status-500:100%"));
  Store store({}, disturbances);
  EXPECT_EQ(store.handle(request_for("/api/order-api/stock"), kNow).status, 500);
  EXPECT_EQ(store.handle(request_for("/api/order-api/stock", "wrong"), kNow).status, 401);
  EXPECT_EQ(store.handle(request_for("/sandbox/expected"), kNow).status, 200);
}

TEST(Store, tells_what_to_expect_without_a_key_and_unlogged) {
  Store store({}, {});
  const Response response = store.handle(request_for("/sandbox/expected", ""), kNow);
  EXPECT_TRUE(response.body.starts_with(R"({"drift":0,"clock":"2024-06-01 12:00:00","resources":{"products":)"))
      << response.body;
  EXPECT_FALSE(response.logged);
  EXPECT_TRUE(store.handle(request_for("/api/order-api/stock"), kNow).logged);
  EXPECT_EQ(store.handle(request_for("/sandbox"), kNow).status, 404);
}

}  // namespace
}  // namespace decant::sandbox
