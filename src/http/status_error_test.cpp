#include "http/status_error.h"

#include <gtest/gtest.h>

#include "core/redact.h"
#include "http/client.h"
#include "http/test_server.h"

namespace decant::http {
namespace {

Response with_status(int status, std::string reason = {}) {
  Response response;
  response.status = status;
  response.reason = std::move(reason);
  response.effective_url = "https://me:pw@h.test/a?api_key=1&x=2";
  return response;
}

TEST(StatusError, SpeaksAsDltDoes) {
  const auto not_found = status_error(with_status(404, "Not Found"), "GET");
  EXPECT_EQ(not_found.message, "404 Client Error: Not Found for url: https://h.test/a?api_key=***&x=2");
  EXPECT_EQ(not_found.kind, ErrorKind::source_data);
  EXPECT_EQ(status_error(with_status(503), "POST").message,
            "503 Server Error: Service Unavailable for url: https://h.test/a?api_key=***&x=2 (POST)");
  EXPECT_EQ(status_error(with_status(401), "GET").kind, ErrorKind::auth);
  EXPECT_EQ(status_error(with_status(407), "GET").kind, ErrorKind::auth);
  EXPECT_EQ(status_error(with_status(429), "GET").kind, ErrorKind::rate_limit);
}

TEST(StatusError, ShowsTheBodyWhereAsked) {
  Redactor::process().add("key-in-a-body");
  TestServer server([](const auto&, auto) { return answer(400, "bad key-in-a-body \x1b[31m and more"); });
  ClientOptions options;
  options.show_error_body = true;
  options.max_error_body = 10;
  Request request;
  request.url = server.url("/");
  const auto shown = Client(options).send(request, CancelToken());
  ASSERT_TRUE(shown);
  EXPECT_EQ(status_error(*shown, "GET").message,
            "400 Client Error: Status for url: " + server.url("/") + "\nResponse: bad ***  [\u2026 (truncated)");
  EXPECT_TRUE(Client(ClientOptions()).send(request, CancelToken())->shown_body.empty());
}

}  // namespace
}  // namespace decant::http
