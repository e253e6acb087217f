#include "source/rest/paginator/counter_paginator.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

#include "json/write.h"

namespace decant::source::rest {

namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / 4;  // far beyond any page, far from overflow

std::optional<std::int64_t> as_number(const json::Node& node) {
  if (node.kind() == json::Kind::integer) return node.token().integer;
  if (node.kind() == json::Kind::real && node.token().real >= 0 && node.token().real < 9e15)
    return static_cast<std::int64_t>(node.token().real);
  if (!node.is_string()) return std::nullopt;
  auto text = node.text();
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<bool> as_flag(const json::Node& node) {
  if (node.kind() == json::Kind::boolean) return node.token().boolean;
  if (!node.is_string()) return std::nullopt;
  for (const char* yes : {"yes", "true", "t", "y", "1"}) {
    if (http::same_name(node.text(), yes)) return true;
  }
  for (const char* no : {"no", "false", "f", "n", "0"}) {
    if (http::same_name(node.text(), no)) return false;
  }
  return std::nullopt;
}

std::unexpected<Error> bad_metadata(const json::Path& path, const std::optional<json::Node>& found,
                                    std::string_view what) {
  Error error;
  error.kind = ErrorKind::source_data;
  error.details.json_path = path.text();
  error.message = found ? "`" + path.text() + "` of the answer is no " + std::string(what) + ": " +
                              json::write(*found).substr(0, 80)
                        : "the answer has no `" + path.text() + "` (" + std::string(what) + ")";
  error.hint = "Correct the paginator's path, or end the pages in another way (`total_path: null`).";
  return fail(std::move(error));
}

}  // namespace

Result<void> CounterPaginator::update(const json::Node& body, std::size_t records) {
  if (spec_.stop_after_empty_page && records == 0) {
    has_next_ = false;
    return {};
  }
  DECANT_TRY(const auto total, read_total(body));
  value_ = std::min(value_ + step(records), kMost);
  has_next_ =
      value_ < kMost && !(total && value_ >= *total + spec_.base) && !(spec_.maximum && value_ >= *spec_.maximum);
  if (spec_.has_more_path) {
    DECANT_TRY(has_next_, read_has_more(body));
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
  const auto total = found ? as_number(*found) : std::nullopt;
  if (!total) return bad_metadata(*spec_.total_path, found, "number");
  return std::optional<std::int64_t>(std::clamp<std::int64_t>(*total, 0, kMost));
}

Result<bool> CounterPaginator::read_has_more(const json::Node& body) const {
  DECANT_TRY(const auto found, spec_.has_more_path->first(body));
  const auto flag = found ? as_flag(*found) : std::nullopt;
  if (!flag) return bad_metadata(*spec_.has_more_path, found, "yes or no");
  return *flag;
}

Result<void> CounterPaginator::advance(PageRequest& request) const {
  write(request);
  return {};
}

void CounterPaginator::write(PageRequest& request) const {
  if (!spec_.param.empty()) request.set(spec_.param, std::to_string(value_));
  if (spec_.is_offset && !spec_.limit_param.empty()) request.set(spec_.limit_param, std::to_string(spec_.limit));
}

Result<void> CounterPaginator::restore(const json::Value& state) {
  if (!state.is_integer() || state.as_integer() < 0 || state.as_integer() > kMost)
    return fail(ErrorKind::package, "the paging cursor holds no page or offset");
  value_ = state.as_integer();
  return {};
}

}  // namespace decant::source::rest
