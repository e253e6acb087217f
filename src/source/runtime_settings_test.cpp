#include "source/runtime_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/project_fixture.h"

namespace decant::source {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const config::SectionPath kSections{"sources", "rest_api", "shop"};

using RuntimeSettingsTest = config::ProjectTest;

TEST_F(RuntimeSettingsTest, DefaultsAreTheClients) {
  const auto settings = read_runtime_settings(load(), "shop", kSections);
  ASSERT_TRUE(settings) << to_string(settings.error());
  EXPECT_EQ(settings->http.idle_timeout, milliseconds(60'000));
  EXPECT_EQ(settings->http.retry_settings.attempts, std::nullopt);
  EXPECT_FALSE(settings->http.show_error_body);
  EXPECT_EQ(settings->http.max_error_body, 8192U);
  EXPECT_TRUE(settings->ignored.empty());
}

TEST_F(RuntimeSettingsTest, AreNeverLookedForWithoutTheirSection) {
  environment_.variables = {{"REQUEST_MAX_ATTEMPTS", "9"}, {"LOG_LEVEL", "debug"}};
  const auto settings = read_runtime_settings(load(), "shop", kSections);
  ASSERT_TRUE(settings) << to_string(settings.error());
  EXPECT_EQ(settings->http.retry_settings.attempts, std::nullopt);
  EXPECT_TRUE(settings->ignored.empty());
}

TEST_F(RuntimeSettingsTest, OfASourceWinOverThoseOfAll) {
  config(
      "[runtime]\nrequest_max_attempts = 2\nrequest_timeout = 1\n[sources.shop.runtime]\nrequest_max_attempts = 3\n"
      "[sources.runtime]\nrequest_max_attempts = 4\n[sources.other.runtime]\nrequest_timeout = 9\n");
  const auto settings = read_runtime_settings(load(), "shop", kSections);
  ASSERT_TRUE(settings) << to_string(settings.error());
  EXPECT_EQ(settings->http.retry_settings.attempts, 3);
  EXPECT_EQ(settings->http.idle_timeout, milliseconds(1'000));
}

TEST_F(RuntimeSettingsTest, FromTomlAndEnvironment) {
  config(
      "[runtime]\nrequest_timeout = 2.5\nrequest_max_attempts = 3\nrequest_backoff_factor = 0.5\nlog_format = \"x\"\n"
      "http_show_error_body = true\n[shop.runtime]\nrequest_max_retry_delay = 10\n");
  environment_.variables["RUNTIME__REQUEST_MAX_ATTEMPTS"] = "7";
  environment_.variables["RUNTIME__HTTP_MAX_ERROR_BODY_LENGTH"] = "100";
  environment_.variables["RUNTIME__SENTRY_DSN"] = "https://x@example.com/1";
  const auto settings = read_runtime_settings(load(), "shop", kSections);
  ASSERT_TRUE(settings) << to_string(settings.error());
  EXPECT_EQ(settings->http.idle_timeout, milliseconds(2'500));
  EXPECT_EQ(settings->http.connect_timeout, milliseconds(2'500));
  EXPECT_EQ(settings->http.retry_settings.attempts, 7);
  EXPECT_EQ(settings->http.retry_settings.first_delay, milliseconds(500));
  EXPECT_EQ(settings->http.retry_settings.max_delay, milliseconds(10'000));
  EXPECT_TRUE(settings->http.show_error_body);
  EXPECT_EQ(settings->http.max_error_body, 100U);
  EXPECT_THAT(settings->ignored, ElementsAre("RUNTIME__SENTRY_DSN", "runtime.log_format"));
}

TEST_F(RuntimeSettingsTest, WrongValuesNameTheirPlace) {
  config("[runtime]\nrequest_timeout = 0\n");
  const auto none = read_runtime_settings(load(), "shop", kSections);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::config);
  EXPECT_THAT(none.error().message, HasSubstr("config.toml:2: `runtime.request_timeout` must be between 0.001"));
  config("[runtime]\nrequest_max_attempts = \"many\"\n");
  EXPECT_THAT(read_runtime_settings(load(), "shop", kSections).error().message, HasSubstr("request_max_attempts"));
}

}  // namespace
}  // namespace decant::source
