#include "sandbox/http/rate_limit.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "sandbox/data/local_time.h"
#include "sandbox/http/duration.h"

namespace decant::sandbox {
namespace {

std::int64_t seconds_of(RateLimit::Time time) {
  return std::chrono::ceil<std::chrono::seconds>(time.time_since_epoch()).count();
}

// `Fri, 31 May 2024 08:00:00 GMT`.
std::string http_date(std::int64_t seconds) {
  constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_days day{std::chrono::days(seconds / kSecondsPerDay)};
  const std::chrono::year_month_day date(day);
  const std::string time = format_local_time({seconds}).substr(11);
  return fmt::format("{}, {:02} {} {} {} GMT", kDays[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time);
}

std::string iso_8601(std::int64_t seconds, std::string_view zone) {
  std::string text = format_local_time({seconds});
  text[10] = 'T';
  return text.append(zone);
}

}  // namespace

std::optional<RetryAfterForm> parse_retry_after_form(std::string_view text) {
  constexpr std::array<std::string_view, 7> kWords{"seconds", "epoch", "http-date", "iso", "iso-offset", "all", "none"};
  const auto found = std::ranges::find(kWords, text);
  if (found == kWords.end()) return std::nullopt;
  return static_cast<RetryAfterForm>(found - kWords.begin());
}

std::string retry_after_text(RateLimit::Time now, RateLimit::Time welcome, RetryAfterForm form, std::size_t turn) {
  constexpr std::int64_t kTwoHours = 7200;
  constexpr std::size_t kForms = 5;
  const std::int64_t seconds = seconds_of(welcome);
  switch (form == RetryAfterForm::all ? static_cast<RetryAfterForm>(turn % kForms) : form) {
    case RetryAfterForm::seconds: return std::to_string(std::chrono::ceil<std::chrono::seconds>(welcome - now).count());
    case RetryAfterForm::epoch: return std::to_string(seconds);
    case RetryAfterForm::http_date: return http_date(seconds);
    case RetryAfterForm::iso: return iso_8601(seconds, "Z");
    case RetryAfterForm::iso_offset: return iso_8601(seconds + kTwoHours, "+02:00");
    case RetryAfterForm::all:
    case RetryAfterForm::none: break;
  }
  return {};
}

std::optional<RateLimit::Quota> RateLimit::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  Quota quota;
  const std::string_view count = text.substr(0, slash);
  const auto result = std::from_chars(count.data(), count.data() + count.size(), quota.requests);
  const auto interval = parse_duration(text.substr(slash + 1));
  if (result.ec != std::errc() || result.ptr != count.data() + count.size() || quota.requests < 1) return std::nullopt;
  if (!interval || interval->count() == 0) return std::nullopt;
  quota.interval = *interval;
  return quota;
}

std::optional<std::string> RateLimit::refuse(Time now) {
  const std::lock_guard lock(mutex_);
  const std::chrono::duration<double> per_token = std::chrono::duration<double>(quota_.interval) / quota_.requests;
  if (filled_) {
    const std::chrono::duration<double> passed = std::max(now, *filled_) - *filled_;
    tokens_ = std::min(static_cast<double>(quota_.requests), tokens_ + passed / per_token);
  }
  filled_ = now;
  constexpr double kRoundingErrors = 1e-6;
  if (tokens_ >= 1 - kRoundingErrors) {
    tokens_ -= 1;
    return std::nullopt;
  }
  const auto wait = std::chrono::duration_cast<std::chrono::nanoseconds>(per_token * (1 - tokens_));
  return retry_after_text(now, now + std::chrono::duration_cast<Time::duration>(wait), form_, refusals_++);
}

}  // namespace decant::sandbox
