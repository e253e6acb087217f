#include "source/rest/paginator/counter_paginator.h"

#include <algorithm>
#include <limits>

#include "source/rest/paginator/metadata.h"

namespace decant::source::rest {

namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / 4;  // far beyond any page, far from overflow

}  // namespace

Result<void> CounterPaginator::update(const Answer& answer) {
  if (spec_.stop_after_empty_page && answer.records == 0) {
    has_next_ = false;
    return {};
  }
  DECANT_TRY(const auto total, read_total(answer.body));
  value_ = std::min(value_ + step(answer.records), kMost);
  has_next_ =
      value_ < kMost && !(total && value_ >= *total + spec_.base) && !(spec_.maximum && value_ >= *spec_.maximum);
  if (spec_.has_more_path) {
    DECANT_TRY(const bool has_more, read_has_more(*spec_.has_more_path, answer.body));
    has_next_ = has_next_ && has_more;
  }
  return {};
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
  return advance(request);
}

}  // namespace decant::source::rest
