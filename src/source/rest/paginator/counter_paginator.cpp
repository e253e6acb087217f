#include "source/rest/paginator/counter_paginator.h"

#include <algorithm>
#include <limits>

#include "source/rest/paginator/metadata.h"

namespace decant::source::rest {

namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / 4;  // far beyond any page, far from overflow

}  // namespace

Result<void> CounterPaginator::update(const Answer& answer) {
  if (came_) *came_ += static_cast<std::int64_t>(answer.records);
  if (spec_.stop_after_empty_page && answer.records == 0) {
    has_next_ = false;
    return {};
  }
  DECANT_TRY(const auto total, read_total(answer.body));
  if (total) announced_ = total;
  value_ = std::min(value_ + step(answer.records), kMost);
  has_next_ =
      value_ < kMost && !(total && value_ >= *total + spec_.base) && !(spec_.maximum && value_ >= *spec_.maximum);
  if (spec_.has_more_path) {
    DECANT_TRY(const bool has_more, read_has_more(*spec_.has_more_path, answer.body));
    has_next_ = has_next_ && has_more;
  }
  return {};
}

/// A server that gives fewer records per page than were asked for makes offsets pass over the rest.
std::string CounterPaginator::doubt() const {
  if (!spec_.is_offset || !announced_ || !came_ || (spec_.maximum && value_ >= *spec_.maximum)) return {};
  const std::int64_t expected = *announced_ - spec_.first;
  if (*came_ >= expected) return {};
  return "the API announced " + std::to_string(expected) + " records, but " + std::to_string(*came_) +
         " came; set `limit` to what it gives per page";
}

std::int64_t CounterPaginator::step(std::size_t records) const {
  if (!spec_.is_offset) return 1;
  return spec_.count_records && records > 0 ? static_cast<std::int64_t>(records) : spec_.limit;
}

Result<std::optional<std::int64_t>> CounterPaginator::read_total(const json::Node& body) const {
  if (!spec_.total_path) return std::optional<std::int64_t>();
  DECANT_TRY(const auto found, spec_.total_path->first(body));
  if ((!found || found->is_null()) && !spec_.total_required) return std::optional<std::int64_t>();
  const auto total = found ? as_whole_number(*found) : std::nullopt;
  if (!total) return bad_metadata(*spec_.total_path, found, "number");
  return std::optional<std::int64_t>(std::clamp<std::int64_t>(*total, 0, kMost));
}

Result<void> CounterPaginator::advance(PageRequest& request) const {
  write(request);
  return {};
}

void CounterPaginator::write(PageRequest& request) const {
  request.set(spec_.field, value_);
  if (spec_.limit_field.is_set()) request.set(spec_.limit_field, spec_.limit);
}

Result<void> CounterPaginator::restore(const json::Value& state, PageRequest& request) {
  if (!state.is_integer() || state.as_integer() < 0 || state.as_integer() > kMost)
    return fail(ErrorKind::package, "the paging cursor holds no page or offset");
  value_ = state.as_integer();
  came_.reset();
  return advance(request);
}

}  // namespace decant::source::rest
