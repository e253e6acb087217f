#include "source/rest/paginator/cursor_paginator.h"

#include <algorithm>

#include "source/rest/paginator/metadata.h"

namespace decant::source::rest {

namespace {

/// What counts as no cursor, as in Python: null, false, 0, and whatever is empty.
bool is_nothing(const json::Node& node) {
  switch (node.kind()) {
    case json::Kind::null: return true;
    case json::Kind::boolean: return !node.token().boolean;
    case json::Kind::integer: return node.token().integer == 0;
    case json::Kind::real: return node.token().real == 0;
    case json::Kind::string: return node.text().empty();
    case json::Kind::array:
    case json::Kind::object: return node.next() == node.index() + 1;
    case json::Kind::unsigned_integer:
    case json::Kind::number_text:
    case json::Kind::typed: return false;
  }
  return false;
}

}  // namespace

Result<void> CursorPaginator::update(const Answer& answer) {
  cursor_ = nullptr;
  DECANT_TRY(const auto found, spec_.cursor_path.first(answer.body));
  bool ends = !found || is_nothing(*found);
  if (spec_.stop_after_empty_page && answer.records == 0) {
    ends = true;
  } else if (spec_.has_more_path) {
    DECANT_TRY(const bool has_more, read_has_more(*spec_.has_more_path, answer.body));
    ends = ends || !has_more;
  }
  if (!ends) cursor_ = json::Value::from(*found);
  return {};
}

Result<void> CursorPaginator::advance(PageRequest& request) const {
  request.set(spec_.field, cursor_);
  return {};
}

Result<void> CursorPaginator::restore(const json::Value& state, PageRequest& request) {
  cursor_ = state;
  return advance(request);
}

Result<void> HeaderCursorPaginator::update(const Answer& answer) {
  const std::string* value = answer.headers.find(spec_.header);
  cursor_ = value == nullptr ? std::nullopt : std::optional(*value);
  return {};
}

Result<void> HeaderCursorPaginator::advance(PageRequest& request) const {
  request.set({.param = spec_.param, .keys = {}}, *cursor_);
  return {};
}

std::string HeaderCursorPaginator::header() const {
  std::string name = spec_.header;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return name;
}

}  // namespace decant::source::rest
