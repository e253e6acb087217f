#include "source/incremental/time_text.h"

#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>

#include "schema/timestamp_text.h"

namespace decant::source {

namespace {

constexpr std::string_view kMarks = "YmdHMSzs";
constexpr std::int64_t kSecondsPerDay = kMicrosPerDay / kMicrosPerSecond;

std::int64_t floor_divide(std::int64_t number, std::int64_t by) { return number / by - (number % by < 0 ? 1 : 0); }

std::string offset_text(std::int64_t seconds, std::string_view separator) {
  const std::int64_t minutes = std::abs(seconds) / 60;
  return fmt::format("{}{:02}{}{:02}", seconds < 0 ? '-' : '+', minutes / 60, separator, minutes % 60);
}

std::string mark_text(char mark, std::int64_t utc, std::int64_t local) {
  const std::int64_t days = floor_divide(local, kSecondsPerDay);
  const std::int64_t second = local - days * kSecondsPerDay;
  const CivilDate date = civil_from_days(days);
  switch (mark) {
    case 'Y': return fmt::format("{:04}", date.year);
    case 'm': return fmt::format("{:02}", date.month);
    case 'd': return fmt::format("{:02}", date.day);
    case 'H': return fmt::format("{:02}", second / 3600);
    case 'M': return fmt::format("{:02}", second / 60 % 60);
    case 'S': return fmt::format("{:02}", second % 60);
    case 'z': return offset_text(local - utc, "");
    case ':': return offset_text(local - utc, ":");
    case 's': return std::to_string(utc);
    default: return {};
  }
}

}  // namespace

Result<TimeText> TimeText::compile(std::string_view pattern, std::optional<schema::TimeZone> zone) {
  TimeText text;
  text.zone_ = zone;
  text.parts_.emplace_back();
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    Part& part = text.parts_.back();
    if (pattern[at] != '%') {
      part.literal += pattern[at];
      continue;
    }
    const std::string_view rest = pattern.substr(at + 1);
    const bool has_colon = rest.starts_with(":z");
    if (rest.starts_with('%')) {
      part.literal += '%';
    } else if (has_colon || (!rest.empty() && kMarks.find(rest.front()) != std::string_view::npos)) {
      part.mark = rest.front();
      text.parts_.emplace_back();
    } else {
      return fail(ErrorKind::config, "`%" + std::string(rest.substr(0, 1)) + "` is no mark of a time",
                  "There are %Y %m %d %H %M %S %z %:z %s and %%.");
    }
    at += has_colon ? 2 : 1;
  }
  return text;
}

std::string TimeText::write(Micros instant) const {
  const std::int64_t utc = floor_divide(instant, kMicrosPerSecond);
  const std::int64_t local = zone_ ? floor_divide(zone_->to_local(utc * kMicrosPerSecond), kMicrosPerSecond) : utc;
  std::string text;
  for (const auto& part : parts_) text += part.literal + mark_text(part.mark, utc, local);
  return text;
}

std::optional<Micros> TimeText::read(std::string_view text) const {
  const auto time = schema::parse_time(text);
  if (!time) return std::nullopt;
  return time->has_zone || !zone_ ? time->instant : zone_->to_utc(time->instant);
}

}  // namespace decant::source
