#include "source/incremental/cursor_value.h"

#include "json/write.h"
#include "schema/timestamp_text.h"
#include "source/incremental/number_order.h"
#include "state/typed_text.h"

namespace decant::source {

namespace {

constexpr std::size_t kMaxShown = 80;

int sign_of(std::int64_t a, std::int64_t b) { return a < b ? -1 : a > b ? 1 : 0; }

std::string date_text(std::int64_t days) { return to_iso8601(days * kMicrosPerDay).substr(0, 10); }

/// What a text of dlt's typed JSON stands for; nothing if it is just text.
std::optional<CursorView> typed_view(std::string_view text) {
  CursorView view;
  if (text.starts_with(state::kDecimalMark)) {
    view.kind = CursorView::Kind::number_text;
    view.text = text.substr(state::kDecimalMark.size());
    return is_decimal(view.text) ? std::optional(view) : std::nullopt;
  }
  const bool is_date = text.starts_with(state::kDateMark);
  if (!is_date && !text.starts_with(state::kTimestampMark)) return std::nullopt;
  const auto time = schema::parse_time(text.substr(state::kDateMark.size()));
  if (!time) return std::nullopt;
  if (!is_date) return CursorView::of_timestamp(time->instant);
  view.kind = CursorView::Kind::date;
  view.integer = time->instant / kMicrosPerDay - (time->instant % kMicrosPerDay < 0 ? 1 : 0);
  return view;
}

}  // namespace

CursorView CursorView::of(const json::Node& value) {
  const json::Token& token = value.token();
  CursorView view;
  switch (token.kind) {
    case json::Kind::null: break;
    case json::Kind::boolean:
      view.kind = Kind::boolean;
      view.integer = token.boolean ? 1 : 0;
      break;
    case json::Kind::integer:
      view.kind = Kind::integer;
      view.integer = token.integer;
      break;
    case json::Kind::unsigned_integer:
      view.kind = Kind::unsigned_integer;
      view.unsigned_integer = token.unsigned_integer;
      break;
    case json::Kind::real:
      view.kind = Kind::real;
      view.real = token.real;
      break;
    case json::Kind::number_text:
      view.kind = Kind::number_text;
      view.text = value.text();
      break;
    case json::Kind::string:
      view.kind = Kind::text;
      view.text = value.text();
      break;
    case json::Kind::array:
    case json::Kind::object:
    case json::Kind::typed: view.kind = Kind::other; break;
  }
  return view;
}

CursorView CursorView::of_timestamp(Micros instant) {
  CursorView view;
  view.kind = Kind::timestamp;
  view.instant = instant;
  return view;
}

std::optional<int> compare(const CursorView& a, const CursorView& b) {
  using Kind = CursorView::Kind;
  if (a.kind == Kind::integer && b.kind == Kind::integer) return sign_of(a.integer, b.integer);
  if (a.kind == Kind::text && b.kind == Kind::text) return a.text.compare(b.text);
  if (a.is_number() && b.is_number()) return compare_numbers(a, b);
  if (a.kind != b.kind) return std::nullopt;
  if (a.kind == Kind::timestamp) return sign_of(a.instant, b.instant);
  if (a.kind == Kind::date) return sign_of(a.integer, b.integer);
  return std::nullopt;
}

CursorValue CursorValue::from_json(const json::Value& value) {
  using Kind = CursorView::Kind;
  CursorView view;
  if (value.is_bool()) {
    view.kind = Kind::boolean;
    view.integer = value.as_bool() ? 1 : 0;
  } else if (value.is_integer()) {
    view.kind = Kind::integer;
    view.integer = value.as_integer();
  } else if (value.is_unsigned()) {
    view.kind = Kind::unsigned_integer;
    view.unsigned_integer = value.as_unsigned();
  } else if (value.is_real()) {
    view.kind = Kind::real;
    view.real = value.as_real();
  } else if (value.is_string()) {
    view.kind = Kind::text;
    view.text = value.as_string();
    if (const auto typed = typed_view(view.text)) view = *typed;
  } else if (!value.is_null()) {
    view.kind = Kind::other;
  }
  CursorValue kept;
  kept.assign(view);
  return kept;
}

json::Value CursorValue::to_json() const {
  using Kind = CursorView::Kind;
  switch (view_.kind) {
    case Kind::null:
    case Kind::other: break;
    case Kind::boolean: return view_.integer != 0;
    case Kind::integer: return view_.integer;
    case Kind::unsigned_integer: return view_.unsigned_integer;
    case Kind::real: return view_.real;
    case Kind::number_text: return std::string(state::kDecimalMark) + text_;
    case Kind::text: return text_;
    case Kind::timestamp: return state::typed_timestamp(view_.instant);
    case Kind::date: return std::string(state::kDateMark) + date_text(view_.integer);
  }
  return {};
}

void CursorValue::assign(const CursorView& view) {
  text_.assign(view.text);
  view_ = view;
  view_.text = {};
}

CursorView CursorValue::view() const {
  CursorView view = view_;
  view.text = text_;
  return view;
}

std::string shown(const CursorView& value) {
  using Kind = CursorView::Kind;
  std::string text;
  if (value.kind == Kind::other) {
    text = "a list or an object";
  } else if (value.kind == Kind::number_text) {
    text = value.text;
  } else if (value.kind == Kind::timestamp) {
    text = to_iso8601(value.instant);
  } else if (value.kind == Kind::date) {
    text = date_text(value.integer);
  } else {
    CursorValue kept;
    kept.assign(value);
    text = json::write(kept.to_json());
  }
  if (text.size() > kMaxShown) text = text.substr(0, kMaxShown) + "…";
  return text;
}

}  // namespace decant::source
