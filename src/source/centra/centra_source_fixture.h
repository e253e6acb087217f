#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "config/document.h"
#include "http/query.h"
#include "http/test_server.h"
#include "http/url.h"
#include "source/centra/centra_source.h"
#include "source/test_sink.h"

namespace decant::source::centra {

inline constexpr const char* kKey = "centra-test-key-1";

/// For tests: a store of five records of each kind. Its pages hold at most two of those that come by offset or page,
/// whatever is asked for; single records have ids up to 5.
inline http::ScriptedAnswer serve_store(const http::SeenRequest& request) {
  const std::string* key = request.headers.find("API-Authorization");
  if (key == nullptr || *key != kKey) return http::answer(403, R"({"status":"Not Allowed"})");
  const auto url = http::Url::parse(request.target);
  const auto parameters = http::decode_query(url.query);
  const auto number = [&](std::string_view name, int fallback) {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.first == name; });
    return found == parameters.end() ? fallback : std::stoi(found->second);
  };
  const std::string path = url.path.substr(std::string("/api/order-api/").size());
  if (const auto slash = path.find('/'); slash != std::string::npos) {
    const std::string id = path.substr(slash + 1);
    const bool is_voucher = path.starts_with("vouchers");
    if (id > "5")
      return http::answer(200, is_voucher ? R"({"status":"no","msg":{"voucher":"Voucher not found"}})"
                                          : R"({"status":"no","msg":"The customer was not found."})");
    return http::answer(200, is_voucher ? R"({"status":"ok","voucher":{"id":)" + id + "}}"
                                        : R"({"status":"ok","customer":{"customerId":")" + id + R"("}})");
  }
  const bool items = path == "products" || path == "stock";
  const bool whole = path.starts_with("supplier-");
  const int size = items ? number("limit", 5) : whole ? 5 : std::min(number("limit", 20), 2);
  const int begin = items || path == "returns" ? (number("page", 1) - 1) * size : number("offset", 0);
  std::string records;
  for (int i = begin; i < std::min(begin + size, 5); ++i) {
    const std::string n = std::to_string(i);
    records += records.empty() ? "" : ",";
    records += R"({"stockItemId":)" + n + R"(,"returnId":)" + n + R"(,"id":")" + n + R"(","shipmentId":")" + n +
               R"(","orderId":")" + n + R"(","customerId":")" + std::to_string(i + 1) + R"("})";
  }
  const std::string selector = items                           ? "products"
                               : path == "supplier-orders"     ? "orders"
                               : path == "supplier-deliveries" ? "deliveries"
                                                               : path;
  std::string body = R"({"status":"ok",")" + selector + "\":[" + records + "]";
  if (items && begin + size < 5) body += R"(,"next":"?page=)" + std::to_string(number("page", 1) + 1) + "\"";
  return http::answer(200, body + "}");
}

class CentraSourceTest : public ::testing::Test {
 protected:
  CentraSourceTest() : server([](const http::SeenRequest& request, auto) { return serve_store(request); }) {}

  Result<std::unique_ptr<Source>> make(const std::string& keys,
                                       std::map<std::string, std::string, std::less<>> variables = {}) {
    config::Environment environment;
    environment.variables = std::move(variables);
    environment.current_dir = std::filesystem::temp_directory_path() / "decant-no-such-folder";
    environment.home_dir = environment.current_dir;
    const auto providers = config::Providers::load(environment);
    if (!providers) return std::unexpected(providers.error());
    const auto node = config::parse_document("type: centra\n" + keys, config::Format::yaml, "centra.yaml");
    if (!node) return std::unexpected(node.error());
    SourceContext context;
    context.file_section = "centra";
    context.providers = &*providers;
    context.selected = selected;
    return make_centra_source(*node, context);
  }

  std::string store(const std::string& more = "") {
    return "base_url: " + server.url("/api/order-api") + "\napi_key: " + kKey + "\n" + more;
  }

  /// Runs all resources, as if the run began at `run_start`.
  Result<void> run(const std::string& keys) {
    auto source = make(keys);
    if (!source) return std::unexpected(source.error());
    for (const auto& hints : (*source)->resources()) sink.states[hints.name].run_start = run_start;
    for (const auto& hints : (*source)->resources()) {
      auto extracted = (*source)->extract(hints.name, sink, cancel);
      if (!extracted) return extracted;
    }
    return {};
  }

  /// The sink of the run after one that was committed.
  void commit() {
    TestSink next;
    for (const auto& [name, state] : sink.states) next.states[name].before = state.before;
    for (const auto& page : sink.pages) state::lay_over(next.states[page.address.resource].before, page.change.state);
    sink = std::move(next);
  }

  std::string refused(const std::string& keys) {
    const auto source = make(keys);
    if (source) return "accepted: " + keys;
    EXPECT_EQ(source.error().kind, ErrorKind::config);
    return to_string(source.error()) + " | " + source.error().hint;
  }

  static std::vector<std::string> names(const Source& source) {
    std::vector<std::string> result;
    for (const auto& hints : source.resources()) result.push_back(hints.name);
    return result;
  }

  /// What was asked for below the base URL, from the request of that number on.
  std::vector<std::string> targets(std::size_t from = 0) {
    std::vector<std::string> result;
    for (const auto& request : server.seen()) {
      if (from > 0) {
        --from;
        continue;
      }
      result.push_back(request.target.substr(std::string("/api/order-api/").size()));
    }
    return result;
  }

  http::TestServer server;
  CancelToken cancel;
  TestSink sink;
  std::vector<std::string> selected;
  Micros run_start = days_from_civil({2024, 7, 15}) * kMicrosPerDay + 10 * 3600 * kMicrosPerSecond;
};

}  // namespace decant::source::centra
