#include "destination/postgres/reconnect.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

#include "core/clock.h"
#include "core/log.h"

namespace decant::destination {

namespace {

using std::chrono::milliseconds;

constexpr std::array kPauses = {milliseconds(500), milliseconds(1000), milliseconds(2000), milliseconds(4000)};

/// What a server says, or libpq of it, while it restarts or is full.
constexpr std::array<std::string_view, 7> kPassing = {
    "Connection refused", "No such file or directory", "is starting up", "is shutting down", "is in recovery mode",
    "too many clients",   "remaining connection slots"};

bool may_pass(const Error& error) {
  return std::any_of(kPassing.begin(), kPassing.end(),
                     [&](std::string_view said) { return error.message.find(said) != std::string::npos; });
}

}  // namespace

Result<PostgresConnection> open_patiently(const PostgresCredentials& credentials) {
  auto opened = PostgresConnection::open(credentials);
  for (const auto pause : kPauses) {
    if (opened || !may_pass(opened.error())) break;
    log(LogLevel::info, "PostgreSQL: trying again: " + opened.error().message);
    process_clock().sleep_for(pause, CancelToken());
    opened = PostgresConnection::open(credentials);
  }
  return opened;
}

}  // namespace decant::destination
