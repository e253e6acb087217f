#include "source/incremental/lag.h"

#include <cmath>
#include <limits>
#include <utility>

#include "source/incremental/time_form.h"

namespace decant::source {

namespace {

using Kind = CursorView::Kind;

/// The longest shift: beyond it no year is left anyway.
constexpr double kMaxDays = 10000.0 * 366;

enum class Unit : std::uint8_t { seconds, days };

std::unexpected<Error> not_a_date(const CursorValue& value) {
  return fail(ErrorKind::source_data,
              "`lag` needs a cursor of numbers, dates or times, but its last value is " + shown(value.view()),
              "Remove `lag`, or choose another cursor_path.");
}

std::unexpected<Error> out_of_range(const CursorValue& value) {
  return fail(ErrorKind::source_data, "`lag` moves the cursor's last value " + shown(value.view()) + " out of range",
              "Choose a smaller `lag`.");
}

CursorValue integer(std::int64_t number) { return CursorValue::from_json(number); }

/// Whole numbers stay whole, cut towards zero.
Result<CursorValue> shift_number(const CursorValue& value, const json::Value& shift) {
  const CursorView view = value.view();
  if (view.kind == Kind::unsigned_integer || view.kind == Kind::number_text) {
    return fail(ErrorKind::source_data, "`lag` cannot move " + shown(view) + ", which is beyond 64 bits",
                "Remove `lag`.");
  }
  const double by = shift.is_integer() ? static_cast<double>(shift.as_integer()) : shift.as_real();
  if (view.kind == Kind::real) return CursorValue::from_json(view.real + by);
  std::int64_t sum = 0;
  if (shift.is_integer()) {
    if (__builtin_add_overflow(view.integer, shift.as_integer(), &sum)) return out_of_range(value);
    return integer(sum);
  }
  const double moved = std::trunc(static_cast<double>(view.integer) + by);
  if (std::fabs(moved) >= 9.2e18) return out_of_range(value);
  return integer(static_cast<std::int64_t>(moved));
}

std::int64_t day_of(Micros instant) { return instant / kMicrosPerDay - (instant % kMicrosPerDay < 0 ? 1 : 0); }

/// A whole day's begin or end, so many days away from the instant's day in UTC.
Micros shift_to_day(Micros instant, double days, LastValueFunc func) {
  const Micros midnight = (day_of(instant) + static_cast<std::int64_t>(std::floor(days))) * kMicrosPerDay;
  return func == LastValueFunc::max ? midnight : midnight + kMicrosPerDay - 1;
}

Micros shift_seconds(Micros instant, double seconds) {
  return instant + std::llround(seconds * static_cast<double>(kMicrosPerSecond));
}

Micros shift_instant(Micros instant, bool is_date, Unit unit, double by, LastValueFunc func) {
  if (unit == Unit::seconds) return shift_seconds(instant, by);
  if (is_date) return instant + static_cast<std::int64_t>(std::floor(by)) * kMicrosPerDay;
  return shift_to_day(instant, by, func);
}

/// The unit that a configured initial value declares.
std::optional<Unit> declared_unit(const CursorValue& initial) {
  const CursorView view = initial.view();
  if (view.kind == Kind::date) return Unit::days;
  if (view.kind == Kind::timestamp) return Unit::seconds;
  if (view.kind != Kind::text) return std::nullopt;
  const auto form = read_time_form(view.text);
  if (!form || form->shape == TimeForm::Shape::other) return std::nullopt;
  return form->is_date() ? Unit::days : Unit::seconds;
}

Result<CursorValue> shift_time(const CursorValue& value, double by, LastValueFunc func, std::optional<Unit> declared) {
  const CursorView view = value.view();
  if (std::fabs(by) > kMaxDays * (declared.value_or(Unit::seconds) == Unit::days ? 1 : 86400))
    return out_of_range(value);
  if (view.kind == Kind::timestamp)
    return [&] {
      CursorValue moved;
      moved.assign(
          CursorView::of_timestamp(shift_instant(view.instant, false, declared.value_or(Unit::seconds), by, func)));
      return moved;
    }();
  if (view.kind == Kind::date) {
    CursorView moved = view;
    moved.integer = day_of(shift_instant(view.integer * kMicrosPerDay, true, declared.value_or(Unit::days), by, func));
    CursorValue kept;
    kept.assign(moved);
    return kept;
  }
  auto form = view.kind == Kind::text ? read_time_form(view.text) : std::nullopt;
  if (!form) return not_a_date(value);
  const Unit unit = declared.value_or(form->is_date() ? Unit::days : Unit::seconds);
  form->instant = shift_instant(form->instant, form->is_date(), unit, by, func);
  auto text = write_time_form(*form);
  if (!text) return out_of_range(value);
  return CursorValue::from_json(std::move(*text));
}

}  // namespace

Result<CursorValue> apply_lag(const json::Value& lag, const CursorValue& last_value, LastValueFunc func,
                              const CursorValue& initial_value) {
  const bool is_max = func == LastValueFunc::max;
  json::Value shift = lag;
  if (is_max && lag.is_integer() && lag.as_integer() != std::numeric_limits<std::int64_t>::min())
    shift = -lag.as_integer();
  if (is_max && lag.is_real()) shift = -lag.as_real();
  const double by = shift.is_integer() ? static_cast<double>(shift.as_integer()) : shift.as_real();
  CursorValue lagged;
  if (last_value.view().is_number()) {
    DECANT_TRY(lagged, shift_number(last_value, shift));
  } else {
    DECANT_TRY(lagged, shift_time(last_value, by, func, declared_unit(initial_value)));
  }
  if (initial_value.is_null()) return lagged;
  const auto order = compare(initial_value.view(), lagged.view());
  if (!order) {
    return fail(ErrorKind::source_data,
                "`initial_value` " + shown(initial_value.view()) + " and the last value " + shown(last_value.view()) +
                    " cannot be compared",
                "Make `initial_value` a value of the cursor's type.");
  }
  return (is_max ? *order : -*order) >= 0 ? initial_value : lagged;
}

}  // namespace decant::source
