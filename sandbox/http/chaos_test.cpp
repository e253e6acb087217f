#include "sandbox/http/chaos.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <map>

namespace decant::sandbox {
namespace {

constexpr const char* kAllFaults = "reset:1%,truncate:2%,status-503:4%,slow:8%,malformed:16.5%";
constexpr int kRequests = 20'000;

std::vector<FaultShare> shares(std::string_view text) { return std::get<std::vector<FaultShare>>(parse_chaos(text)); }

Response struck(Chaos& chaos, const std::string& query) {
  Request request;
  request.path = "/orders";
  request.query = query;
  Response response;
  response.body = R"({"status":"ok","orders":[{"orderId":"5001"}]})";
  response.rows = 1;
  chaos.strike(request, response);
  return response;
}

TEST(Chaos, reads_faults_and_shares) {
  const auto faults = shares(kAllFaults);
  ASSERT_EQ(faults.size(), 5U);
  EXPECT_EQ(faults[2].status, 503);
  EXPECT_EQ(faults[2].share, 4000U);
  EXPECT_EQ(faults[4].share, 16'500U);
  EXPECT_TRUE(shares("").empty());
  for (const char* text :
       {"reset", "reset:", "reset:1", "reset:x%", "reset:1.%", "reset:1.2345%", "reset:101%", "crash:1%",
        "status-200:1%", "status-:1%", "status-99999:1%", "reset:60%,slow:60%", "reset:1%,,slow:1%"}) {
    EXPECT_TRUE(std::holds_alternative<std::string>(parse_chaos(text))) << text;
  }
}

TEST(Chaos, strikes_as_often_as_asked) {
  Chaos chaos(shares(kAllFaults), 1);
  std::map<std::string, int> count;
  for (int i = 0; i < kRequests; ++i) ++count[struck(chaos, "offset=" + std::to_string(i)).fault];
  EXPECT_NEAR(count["reset"], kRequests / 100, 60);
  EXPECT_NEAR(count["truncate"], kRequests / 50, 80);
  EXPECT_NEAR(count["status-503"], kRequests / 25, 100);
  EXPECT_NEAR(count["slow"], kRequests / 12.5, 150);
  EXPECT_NEAR(count["malformed"], kRequests * 0.165, 200);
}

TEST(Chaos, spoils_what_it_strikes) {
  Chaos chaos(shares(kAllFaults), 1);
  simdjson::dom::parser parser;
  for (int i = 0; i < 2000; ++i) {
    const Response response = struck(chaos, "offset=" + std::to_string(i));
    simdjson::dom::element document;
    const bool is_json = parser.parse(response.body).get(document) == simdjson::SUCCESS;
    EXPECT_EQ(is_json, response.fault != "malformed" && response.fault != "status-503")
        << response.fault << response.body;
    EXPECT_EQ(response.status, response.fault == "status-503" ? 503 : response.fault == "reset" ? 0 : 200);
    EXPECT_EQ(response.delivery == Delivery::reset, response.fault == "reset");
    EXPECT_EQ(response.delivery == Delivery::truncated, response.fault == "truncate");
    EXPECT_EQ(response.delivery == Delivery::slow, response.fault == "slow");
    EXPECT_EQ(response.rows, response.fault.empty() || response.fault == "slow" ? 1U : 0U);
  }
}

TEST(Chaos, depends_on_seed_target_and_attempt_not_on_the_order_of_requests) {
  const auto faults_of = [](std::uint64_t seed, int step) {
    Chaos chaos(shares("reset:30%"), seed);
    std::map<std::string, std::string> faults;
    for (int i = 0; i < 100; ++i) {
      const std::string query = "offset=" + std::to_string(i * step % 101);
      for (int attempt = 0; attempt < 3; ++attempt) faults[query] += struck(chaos, query).fault + "|";
    }
    return faults;
  };
  EXPECT_EQ(faults_of(1, 1), faults_of(1, 1));
  auto straight = faults_of(1, 1);
  auto mixed = faults_of(1, 7);
  for (const auto& [query, faults] : mixed) {
    if (straight.contains(query)) {
      EXPECT_EQ(faults, straight[query]) << query;
    }
  }
  EXPECT_NE(faults_of(1, 1), faults_of(2, 1));
}

}  // namespace
}  // namespace decant::sandbox
