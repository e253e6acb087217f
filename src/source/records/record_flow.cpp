#include "source/records/record_flow.h"

#include <algorithm>
#include <deque>
#include <string_view>
#include <utility>

#include "json/write.h"

namespace decant::source {

namespace {

bool is_container(const json::Node& node) { return node.is_object() || node.is_array(); }

/// The error of a step without the engine's words, which may quote a record.
Error without_quotes(Error error) {
  if (error.kind != ErrorKind::source_data) return error;
  error.message = error.details.file + ":" + std::to_string(error.details.line) +
                  ": this step failed on a record; how is left out, because it may quote what `exclude` names";
  error.hint = "Try the expression on made-up records.";
  return error;
}

/// The texts as one JSON list.
std::string list_of(const std::vector<TransformedRecord>& records) {
  std::string text = "[";
  for (const auto& record : records) {
    if (text.size() > 1) text += ",\n";
    text += record.text;
  }
  return text + "]";
}

}  // namespace

Result<RecordFlow> RecordFlow::prepare(const std::string& resource, const RecordRules& rules,
                                       const ResourceState& state) {
  RecordFlow flow(rules);
  if (!rules.steps.empty()) {
    DECANT_TRY(flow.transform_, RecordTransform::prepare(rules.steps));
  }
  if (rules.incremental != nullptr && rules.incremental->run_window) {
    DECANT_TRY(flow.window_, RunWindow::bind(*rules.incremental->run_window, state));
  } else if (rules.incremental != nullptr) {
    DECANT_TRY(flow.cursor_, IncrementalCursor::bind(*rules.incremental, resource, state));
  }
  return flow;
}

/// The records with their parent's fields, where anything looks at them.
Result<std::vector<json::Node>> RecordFlow::joined(const std::vector<json::Node>& selected,
                                                   const json::Value& constants) {
  joined_.clear();
  if (constants.as_object().empty() || (!transform_ && !cursor_)) return selected;
  std::vector<json::Node> whole;
  for (const auto& record : selected) {
    DECANT_TRY(json::Document document, with_constants(record, constants, parser_));
    whole.push_back(joined_.emplace_back(std::move(document)).root());
  }
  return whole;
}

Result<EmittedRecords> RecordFlow::take(const std::vector<json::Node>& selected, const json::Value& constants,
                                        const CancelToken& cancel) {
  DECANT_TRY(const std::vector<json::Node> whole, joined(selected, constants));
  EmittedRecords emitted;
  if (transform_) {
    DECANT_TRY(emitted, transform(selected, whole, cancel));
  } else {
    for (std::size_t i = 0; i < selected.size(); ++i)
      emitted.records.push_back({.index = static_cast<std::uint32_t>(i), .node = selected[i]});
  }
  if (!cursor_) return emitted;
  std::vector<EmittedRecord> kept;
  for (const auto& record : emitted.records) {
    DECANT_TRY(const bool is_new, cursor_->judge(emitted.rewritten ? record.node : whole[record.index]));
    if (is_new) kept.push_back(record);
  }
  emitted.records = std::move(kept);
  return emitted;
}

Result<void> RecordFlow::end_page(Page& page) {
  if (window_) window_->end_page(page);
  return cursor_ ? cursor_->end_page(page) : Result<void>{};
}

json::Value RecordFlow::start_value() const {
  if (window_) return window_->start_value();
  return cursor_ ? cursor_->start_value() : json::Value();
}

json::Value RecordFlow::end_value() const {
  if (window_) return window_->end_value();
  return cursor_ ? cursor_->end_value() : json::Value();
}

Result<std::optional<json::Value>> RecordFlow::attribute(std::string_view name) const {
  if (window_) return window_->attribute(name);
  return cursor_ ? cursor_->attribute(name) : Result<std::optional<json::Value>>();
}

Result<EmittedRecords> RecordFlow::transform(const std::vector<json::Node>& selected,
                                             const std::vector<json::Node>& whole, const CancelToken& cancel) {
  std::deque<std::string> scalars;  // owner of texts that stand in no body as a span
  std::vector<TransformedRecord> records;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const std::string_view text =
        is_container(whole[i]) ? whole[i].source() : scalars.emplace_back(json::write(whole[i]));
    records.push_back({.index = static_cast<std::uint32_t>(i), .origin = i, .text = text});
  }
  auto result = transform_->apply(std::move(records), cancel);
  if (!result) return fail(excludes() ? without_quotes(std::move(result).error()) : std::move(result).error());
  if (result->rewritten) return in_list(list_of(result->records), result->records);
  EmittedRecords emitted;
  for (const auto& record : result->records)
    emitted.records.push_back({.index = record.index, .node = selected[record.origin]});
  return emitted;
}

/// Records of a list, with the indexes of those that they were made of.
template <typename Records>
Result<EmittedRecords> RecordFlow::in_list(std::string list, const Records& origins) {
  EmittedRecords emitted;
  DECANT_TRY(json::Document document, parser_.parse(std::move(list)));
  emitted.rewritten = std::make_unique<const json::Document>(std::move(document));
  std::size_t at = 0;
  for (const auto node : emitted.rewritten->root().items())
    emitted.records.push_back({.index = origins[at++].index, .node = node});
  return emitted;
}

Result<EmittedRecords> RecordFlow::stored(const EmittedRecords& emitted) {
  std::string list = "[";
  for (const auto& record : emitted.records) {
    if (list.size() > 1) list += ",\n";
    DECANT_TRY(exclusion_.append_stored(record.node, list));
  }
  return in_list(list + "]", emitted.records);
}

Result<json::Document> with_constants(const json::Node& record, const json::Value& constants, json::Parser& parser) {
  std::string text = json::write(record);
  for (const auto& [key, value] : constants.as_object()) {
    text.pop_back();  // the closing brace
    if (text.size() > 1) text += ',';
    json::append_string(key, text);
    text += ':' + json::write(value) + '}';
  }
  return parser.parse(std::move(text));
}

void note_unmatched(const RecordFlow& flow, std::string_view resource, PageSink& sink) {
  for (const auto& path : flow.unmatched_exclusions())
    sink.note(resource, "`exclude` names `" + path + "`, which no record has");
}

void set_records(const EmittedRecords& emitted, Page& page) {
  const auto& records = emitted.records;
  const bool has_spans = std::all_of(records.begin(), records.end(),
                                     [](const EmittedRecord& record) { return is_container(record.node); });
  std::string text;
  for (const auto& record : records) {
    RecordSpan span{.index = record.index};
    if (has_spans) {
      span.begin = record.node.token().span.begin;
      span.end = record.node.token().span.end;
      span.token = record.node.index();
    } else {
      span.begin = static_cast<std::uint32_t>(text.size());
      text += is_container(record.node) ? std::string(record.node.source()) : json::write(record.node);
      span.end = static_cast<std::uint32_t>(text.size());
      text += '\n';
    }
    page.records.push_back(span);
  }
  if (!has_spans) {
    page.rewritten = std::move(text);
  } else if (emitted.rewritten && !records.empty()) {
    page.rewritten = std::string(emitted.rewritten->source());
  }
}

}  // namespace decant::source
