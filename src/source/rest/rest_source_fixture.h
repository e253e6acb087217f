#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "config/document.h"
#include "http/test_server.h"
#include "source/rest/rest_source.h"
#include "source/test_sink.h"

namespace decant::source::rest {

using http::answer;
using http::SeenRequest;
using http::TestServer;

/// For tests: time passes at once.
class SkippingClock final : public Clock {
 public:
  [[nodiscard]] Micros now() const override { return 1'700'000'000 * kMicrosPerSecond; }
  bool sleep_for(std::chrono::milliseconds /*duration*/, const CancelToken& token) override {
    return !token.cancelled();
  }
};

/// For tests: makes a source of a config and runs it against a server.
class RestSourceTest : public ::testing::Test {
 protected:
  /// A source of one resource `p`; `keys` are YAML lines of the endpoint.
  std::string one_resource(const TestServer& server, const std::string& endpoint, const std::string& strict = "false") {
    return "type: rest_api\nstrict: " + strict + "\nclient:\n  base_url: " + server.url("/api/") +
           "\nresources:\n  - name: p\n    endpoint: " + endpoint + "\n";
  }

  Result<std::unique_ptr<Source>> make(const std::string& yaml) {
    const auto node = config::parse_document(yaml, config::Format::yaml, "t.yaml");
    if (!node) return std::unexpected(node.error());
    SourceContext context;
    context.http.clock = &clock;
    context.selected = selected;
    return make_rest_source(*node, context);
  }

  Result<void> run(const std::string& yaml) {
    auto source = make(yaml);
    if (!source) return std::unexpected(source.error());
    for (const auto& hints : (*source)->resources()) {
      auto extracted = (*source)->extract(hints.name, sink, cancel);
      if (!extracted) return extracted;
    }
    return {};
  }

  Error error_of(const std::string& yaml) {
    const auto result = run(yaml);
    EXPECT_FALSE(result) << yaml;
    return result ? Error{} : result.error();
  }

  static std::vector<std::string> targets(const TestServer& server) {
    std::vector<std::string> result;
    for (const auto& request : server.seen()) result.push_back(request.target);
    return result;
  }

  SkippingClock clock;
  CancelToken cancel;
  TestSink sink;
  std::vector<std::string> selected;
};

}  // namespace decant::source::rest
