#include "source/incremental/run_window_reader.h"

#include <cmath>
#include <string>

namespace decant::source {

namespace {

using config::Reader;

/// A century: more is a mistake of the unit.
constexpr double kMaxLag = 100.0 * 366 * 86400;

Result<TimeText> read_time_text(Reader& reader) {
  DECANT_TRY(const auto name, reader.optional_text("timezone"));
  std::optional<schema::TimeZone> zone;
  if (name) {
    const auto found = schema::TimeZone::find(*name);
    if (!found) return reader.fail("timezone", "names no zone: " + found.error().message, found.error().hint);
    zone = *found;
  }
  DECANT_TRY(const auto pattern, reader.optional_text("time_format"));
  auto text = TimeText::compile(pattern.value_or(TimeText::kDefaultPattern), zone);
  if (!text) return reader.fail("time_format", "is wrong: " + text.error().message, text.error().hint);
  return text;
}

}  // namespace

Result<IncrementalSpec> read_run_window(Reader& reader) {
  IncrementalSpec spec;
  spec.location = reader.node().location();
  DECANT_TRY(reader.optional_choice("cursor", {RunWindow::kStateKey}));
  spec.cursor_path = RunWindow::kStateKey;
  DECANT_TRY(auto text, read_time_text(reader));
  RunWindowSpec window{.initial_value = {}, .lag = 0, .text = std::move(text)};
  DECANT_TRY(const auto initial, reader.optional_text("initial_value"));
  if (initial) {
    window.initial_value = window.text.read(*initial);
    if (!window.initial_value)
      return reader.fail("initial_value", "is no date or time: " + *initial,
                         "Write it as 2024-01-31 or 2024-01-31T08:00.");
  }
  DECANT_TRY(const auto lag, reader.optional_real("lag"));
  if (lag) {
    const bool is_length = *lag >= 0 && *lag <= kMaxLag;
    if (!is_length) return reader.fail("lag", "must be seconds, from 0 to a century");
    window.lag = std::llround(*lag * static_cast<double>(kMicrosPerSecond));
  }
  spec.run_window = std::move(window);
  return spec;
}

}  // namespace decant::source
