#include "sandbox/http/request_log.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace decant::sandbox {
namespace {

std::string content_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

TEST(RequestLog, appends_a_line_at_once_without_the_key) {
  const std::string file = ::testing::TempDir() + "sandbox_request_log_test.jsonl";
  std::filesystem::remove(file);
  RequestLog log(file, "s3cret");
  ASSERT_TRUE(log.is_open());
  Response response;
  response.body = "{}";
  response.rows = 3;
  Request request;
  request.path = "/api/order-api/orders";
  request.query = "limit=3&key=s3cret";
  request.api_authorization = "s3cret";
  log.write(request, response);
  const std::string line = content_of(file);
  EXPECT_EQ(line.find("s3cret"), std::string::npos);
  EXPECT_EQ(line.back(), '\n');

  simdjson::dom::parser parser;
  const simdjson::dom::element entry = parser.parse(line);
  EXPECT_EQ(std::string_view(entry["path"]), "/api/order-api/orders");
  EXPECT_EQ(std::string_view(entry["query"]), "limit=3&key=***");
  EXPECT_EQ(std::int64_t(entry["status"]), 200);
  EXPECT_EQ(std::int64_t(entry["bytes"]), 2);
  EXPECT_EQ(std::int64_t(entry["rows"]), 3);
  EXPECT_FALSE(bool(entry["authorized"]));
  EXPECT_EQ(std::string_view(entry["time"]).size(), std::string_view("2024-06-01T12:00:00.000Z").size());
  std::filesystem::remove(file);
}

TEST(RequestLog, says_when_the_file_cannot_be_opened) { EXPECT_FALSE(RequestLog("/nonexistent/log", "").is_open()); }

}  // namespace
}  // namespace decant::sandbox
