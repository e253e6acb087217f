#include "source/transform/transform_step.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace decant::source {

namespace {

constexpr std::array kKinds = {TransformStep::Kind::filter, TransformStep::Kind::map, TransformStep::Kind::yield_map};

std::string_view example_of(TransformStep::Kind kind) {
  switch (kind) {
    case TransformStep::Kind::filter: return "filter: \"(record->>'status') = 'open'\"";
    case TransformStep::Kind::map: return "map: \"json_object('id', record->'id', 'name', record->'name')\"";
    case TransformStep::Kind::yield_map: return "yield_map: \"record->'$.items[*]'\"";
  }
  return "";
}

bool is_python_name(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  };
  return std::all_of(text.begin(), text.end(), fits) && (text.front() < '0' || text.front() > '9');
}

/// A text that stands for code of the script that the config was taken from.
bool is_python(std::string_view text) {
  for (const std::string_view begin : {"lambda ", "lambda:", "def ", "<function ", "<built-in ", "<bound method "}) {
    if (text.starts_with(begin)) return true;
  }
  const bool is_sql = text == "record" || text.starts_with("record.") || text == "true" || text == "false" ||
                      text == "NULL" || text == "null" || text == "TRUE" || text == "FALSE";
  return is_python_name(text) && !is_sql;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

Result<TransformStep> read_step(TransformStep::Kind kind, const config::Node& value) {
  TransformStep step{.kind = kind, .expression = {}, .location = value.location()};
  const std::string hint =
      std::string("Write it as an SQL expression over `record`, as in ") + std::string(example_of(kind));
  if (!value.is_text())
    return step_error(step, ErrorKind::config,
                      "must be an SQL expression, but is " + std::string(to_string(value.kind())), hint);
  step.expression = std::string(trimmed(value.as_text()));
  if (step.expression.empty()) return step_error(step, ErrorKind::config, "is empty", hint);
  if (is_python(step.expression))
    return step_error(step, ErrorKind::config,
                      "names the Python callable " + config::in_quotes(step.expression) + ", which decant does not run",
                      hint);
  return step;
}

}  // namespace

std::string_view to_string(TransformStep::Kind kind) {
  switch (kind) {
    case TransformStep::Kind::filter: return "filter";
    case TransformStep::Kind::map: return "map";
    case TransformStep::Kind::yield_map: return "yield_map";
  }
  return "";
}

Result<std::vector<TransformStep>> read_processing_steps(config::Reader& resource) {
  std::vector<TransformStep> steps;
  DECANT_TRY(const auto elements, resource.optional_list("processing_steps"));
  if (!elements) return steps;
  for (const auto& element : *elements) {
    DECANT_TRY(config::Reader reader, config::Reader::open(element.node, element.path));
    for (const auto kind : kKinds) {
      const auto value = reader.optional_any(to_string(kind));
      if (!value || value->node.is_null()) continue;
      DECANT_TRY(TransformStep step, read_step(kind, value->node));
      steps.push_back(std::move(step));
    }
    DECANT_TRY(reader.finish());
  }
  return steps;
}

std::unexpected<Error> step_error(const TransformStep& step, ErrorKind kind, std::string_view what, std::string hint) {
  Error error = config::error_at(step.location, "`" + std::string(to_string(step.kind)) + "` " + std::string(what),
                                 std::move(hint));
  error.kind = kind;
  return std::unexpected<Error>(std::move(error));
}

}  // namespace decant::source
