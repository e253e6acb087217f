#include "source/transform/record_transform.h"

#include <optional>
#include <utility>

#include "json/document.h"
#include "json/write.h"

namespace decant::source {

namespace {

// What is handed to the engine at once: it then stays far below its memory limit, whatever the size of the page.
constexpr std::size_t kMostBytes = std::size_t{16} << 20;
constexpr std::size_t kMostRecords = 20'480;
constexpr std::size_t kMostShown = 80;
constexpr std::size_t kMostNewBytes = std::size_t{1} << 30;

bool is_json(const duckdb::Type& type) { return type.id == duckdb::TypeId::varchar && type.alias == "JSON"; }
bool is_object(const duckdb::Type& type) {
  return type.id == duckdb::TypeId::structure || type.id == duckdb::TypeId::map;
}
bool is_list(const duckdb::Type& type) { return type.id == duckdb::TypeId::list || type.id == duckdb::TypeId::array; }

/// The first line: the others draw the statement with what decant put around the expression.
std::string first_line(const std::string& message) { return message.substr(0, message.find('\n')); }

std::string shown(std::string text) {
  if (text.size() <= kMostShown) return text;
  text.resize(kMostShown);
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) text.pop_back();
  if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0U) text.pop_back();
  return text + "…";
}

std::string arrow_hint() {
  return "An arrow binds loosely, so it goes in parentheses: (record->>'status') = 'open', (record->>'n')::BIGINT > 1.";
}

std::string type_hint(TransformStep::Kind kind) {
  switch (kind) {
    case TransformStep::Kind::filter: return "Compare: (record->>'active') = 'true'.";
    case TransformStep::Kind::map: return "Give an object: json_object('id', record->'id') or {id: record->'id'}.";
    case TransformStep::Kind::yield_map: return "Give a list: record->'$.items[*]'.";
  }
  return "";
}

std::string_view wanted(TransformStep::Kind kind) {
  switch (kind) {
    case TransformStep::Kind::filter: return "true or false (BOOLEAN)";
    case TransformStep::Kind::map: return "an object (JSON, STRUCT or MAP)";
    case TransformStep::Kind::yield_map: return "a list (JSON or LIST)";
  }
  return "";
}

std::unexpected<Error> not_an(std::string_view expected, const json::Node& value, const TransformedRecord& record,
                              std::string hint) {
  return fail(ErrorKind::source_data,
              std::string(expected == "object" ? "must give an " : "must give a ") + std::string(expected) +
                  ", but gives `" + shown(json::write(value)) + "` for record " + std::to_string(record.index) +
                  " of the page (from 0)",
              std::move(hint));
}

/// Adds a rewritten record.
Result<void> add(std::uint32_t index, const TransformedRecord& from, std::string_view text, Transformation& output) {
  output.new_bytes += text.size();
  if (output.new_bytes > kMostNewBytes)
    return fail(ErrorKind::source_data, "makes more than 1 GiB of records out of one page", "Ask for smaller pages.");
  output.texts.emplace_back(text);
  output.records.push_back({.index = index, .origin = from.origin, .text = output.texts.back()});
  return {};
}

std::unexpected<Error> failed(const TransformStep& step, ErrorKind kind, const Error& error) {
  if (error.kind == ErrorKind::cancelled) return fail(error);
  const std::string said =
      error.kind == ErrorKind::source_data ? error.message : "failed: " + first_line(error.message);
  return step_error(step, kind, said, error.kind == ErrorKind::source_data ? error.hint : arrow_hint());
}

}  // namespace

Result<RecordTransform> RecordTransform::prepare(std::vector<TransformStep> steps) {
  DECANT_TRY(RecordTable table, RecordTable::open());
  RecordTransform transform(std::move(table), std::move(steps));
  for (auto& step : transform.steps_) DECANT_TRY(transform.check(step));
  return transform;
}

/// Finds out the type of a step's expression and makes it one that is read back as text.
Result<void> RecordTransform::check(TransformStep& step) {
  const auto type = table_.type_of(step.expression);
  if (!type) return failed(step, ErrorKind::config, type.error());
  const bool fits = step.kind == TransformStep::Kind::filter ? type->id == duckdb::TypeId::boolean
                    : step.kind == TransformStep::Kind::map  ? is_json(*type) || is_object(*type)
                                                             : is_json(*type) || is_list(*type);
  if (!fits)
    return step_error(step, ErrorKind::config,
                      "must give " + std::string(wanted(step.kind)) + ", but gives " +
                          (type->alias.empty() ? type->name() : type->alias),
                      type_hint(step.kind));
  if (step.kind == TransformStep::Kind::filter) return {};
  const bool as_it_is = is_json(*type);  // to_json() would write its numbers anew
  step.expression = std::string(as_it_is ? "CAST((\n" : "CAST(to_json((\n") + step.expression +
                    (as_it_is ? "\n) AS VARCHAR)" : "\n)) AS VARCHAR)");
  return {};
}

Result<Transformation> RecordTransform::apply(std::vector<TransformedRecord> records, const CancelToken& cancel) {
  Transformation page;
  page.records = std::move(records);
  for (const auto& step : steps_) {
    if (page.records.empty()) break;
    DECANT_TRY(page, run(step, std::move(page), cancel));
  }
  return page;
}

Result<Transformation> RecordTransform::run(const TransformStep& step, Transformation input,
                                            const CancelToken& cancel) {
  Transformation output;
  output.rewritten = input.rewritten || step.kind != TransformStep::Kind::filter;
  std::vector<std::string_view> texts;
  for (std::size_t begin = 0; begin < input.records.size();) {
    texts.clear();
    std::size_t bytes = 0;
    for (std::size_t at = begin; at < input.records.size() && texts.size() < kMostRecords; ++at) {
      bytes += input.records[at].text.size();
      if (bytes > kMostBytes && !texts.empty()) break;
      texts.push_back(input.records[at].text);
    }
    const auto take_value = [&](std::size_t position, std::optional<std::string_view> value) {
      return take(step, input.records[begin + position], value, output);
    };
    auto evaluated = table_.evaluate(step.expression, texts, cancel, take_value);
    if (!evaluated) return failed(step, ErrorKind::source_data, evaluated.error());
    begin += texts.size();
  }
  // A filter hands on texts that an earlier step may have made.
  if (step.kind == TransformStep::Kind::filter) output.texts = std::move(input.texts);
  return output;
}

Result<void> RecordTransform::take(const TransformStep& step, const TransformedRecord& record,
                                   std::optional<std::string_view> value, Transformation& output) {
  if (step.kind == TransformStep::Kind::filter) {
    if (value == "true") output.records.push_back(record);
    return {};
  }
  if (step.kind == TransformStep::Kind::yield_map) return value ? take_yield(record, *value, output) : Result<void>();
  return take_map(record, value.value_or("null"), output);
}

Result<void> RecordTransform::take_map(const TransformedRecord& record, std::string_view value,
                                       Transformation& output) {
  const auto document = parser_.parse(std::string(value));
  if (!document) return fail(document.error());
  if (!document->root().is_object())
    return not_an("object", document->root(), record, "Take such records out with a filter before this step.");
  return add(record.index, record, value, output);
}

Result<void> RecordTransform::take_yield(const TransformedRecord& record, std::string_view value,
                                         Transformation& output) {
  const auto document = parser_.parse(std::string(value));
  if (!document) return fail(document.error());
  const json::Node list = document->root();
  if (list.is_null()) return {};
  if (!list.is_array()) return not_an("list", list, record, type_hint(TransformStep::Kind::yield_map));
  for (const auto item : list.items()) {
    if (!item.is_object()) return not_an("list of objects", list, record, type_hint(TransformStep::Kind::yield_map));
    DECANT_TRY(add(static_cast<std::uint32_t>(output.records.size()), record, item.source(), output));
  }
  return {};
}

}  // namespace decant::source
