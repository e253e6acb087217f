#include "source/incremental/incremental_reader.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "config/typed.h"
#include "source/incremental/external_interval.h"
#include "source/incremental/run_window_reader.h"

namespace decant::source {

namespace {

using config::Node;
using config::Reader;

constexpr std::array<std::string_view, 11> kOptions{"cursor_path",
                                                    "initial_value",
                                                    "end_value",
                                                    "last_value_func",
                                                    "primary_key",
                                                    "row_order",
                                                    "on_cursor_value_missing",
                                                    "lag",
                                                    "range_start",
                                                    "range_end",
                                                    "allow_external_schedulers"};

bool is_name(std::string_view text) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '@';
  };
  return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
  });
}

/// The member that a path names if it is a plain name, quoted or not.
std::optional<std::string> plain_field(std::string_view text) {
  if (is_name(text)) return std::string(text);
  if (text.size() < 3 || (text.front() != '\'' && text.front() != '"') || text.back() != text.front())
    return std::nullopt;
  const auto inner = text.substr(1, text.size() - 2);
  if (inner.find(text.front()) != std::string_view::npos || inner.find('\\') != std::string_view::npos)
    return std::nullopt;
  return std::string(inner);
}

/// Python's truth of a configured value.
bool is_truthy(const Node& value) {
  switch (value.kind()) {
    case config::Kind::null: return false;
    case config::Kind::boolean: return value.as_bool();
    case config::Kind::integer: return value.as_integer() != 0;
    case config::Kind::real: return value.as_real() != 0;
    case config::Kind::text: return !value.as_text().empty();
    case config::Kind::sequence: return !value.items().empty();
    case config::Kind::mapping: return !value.members().empty();
  }
  return false;
}

Result<void> refuse_callables(Reader& reader) {
  for (const std::string_view key : {"convert", "transform"}) {
    if (!reader.optional_any(key) || !reader.has(key)) continue;
    return reader.fail(key, "is a Python callable, which decant cannot run",
                       "Remove it; the API gets the cursor's values as they stand in the records.");
  }
  return {};
}

Result<CursorValue> read_bound(Reader& reader, std::string_view key) {
  const auto element = reader.optional_any(key);
  if (!element || element->node.is_null()) return CursorValue();
  if (element->node.is_mapping() || element->node.is_sequence())
    return reader.fail(key, "must be a text, a number, true or false");
  return CursorValue::from_json(element->node.to_json());
}

Result<void> read_cursor_path(Reader& reader, IncrementalSpec& spec) {
  spec.field = plain_field(spec.cursor_path);
  if (spec.field) return {};
  auto path = json::Path::compile(spec.cursor_path);
  if (!path) return reader.fail("cursor_path", "is no JSONPath: " + path.error().message, path.error().hint);
  spec.path = std::move(*path);
  return {};
}

Result<LastValueFunc> read_last_value_func(Reader& reader) {
  DECANT_TRY(const auto text, reader.optional_text("last_value_func"));
  if (!text || *text == "max") return LastValueFunc::max;
  if (*text == "min") return LastValueFunc::min;
  return reader.fail("last_value_func", "is neither max nor min; a Python callable cannot run in decant",
                     "Use max (the default) or min.");
}

Result<RangeEdge> read_edge(Reader& reader, std::string_view key, RangeEdge fallback) {
  DECANT_TRY(const auto text, reader.optional_choice(key, {"open", "closed"}));
  if (!text) return fallback;
  return *text == "open" ? RangeEdge::open : RangeEdge::closed;
}

Result<void> read_choices(Reader& reader, IncrementalSpec& spec) {
  DECANT_TRY(spec.last_value_func, read_last_value_func(reader));
  DECANT_TRY(spec.range_start, read_edge(reader, "range_start", RangeEdge::closed));
  DECANT_TRY(spec.range_end, read_edge(reader, "range_end", RangeEdge::open));
  DECANT_TRY(const auto order, reader.optional_choice("row_order", {"asc", "desc"}));
  if (order) spec.row_order = *order == "asc" ? RowOrder::asc : RowOrder::desc;
  DECANT_TRY(const auto missing, reader.optional_choice("on_cursor_value_missing", {"raise", "include", "exclude"}));
  if (missing && *missing == "include") spec.on_missing = OnCursorMissing::include;
  if (missing && *missing == "exclude") spec.on_missing = OnCursorMissing::exclude;
  return {};
}

Result<void> read_lag(Reader& reader, IncrementalSpec& spec) {
  const auto element = reader.optional_any("lag");
  if (!element || element->node.is_null()) return {};
  DECANT_TRY(const Node number, config::typed(element->node, config::Kind::real, element->path));
  spec.lag = element->node.kind() == config::Kind::integer ? element->node.to_json() : number.to_json();
  return {};
}

Result<void> read_interval(Reader& reader, IncrementalSpec& spec, const config::Environment& environment) {
  DECANT_TRY(const auto allowed, reader.optional_boolean("allow_external_schedulers"));
  spec.joins_scheduler = allowed.value_or(allows_external_schedulers(environment));
  if (spec.joins_scheduler) {
    DECANT_TRY(spec.interval, external_interval(environment));
  }
  return {};
}

/// What placeholders may name beside the four values, as dlt's object has them.
json::Value options_of(const Reader& reader, const IncrementalSpec& spec) {
  json::Value options = json::Value::object();
  for (const auto key : kOptions) {
    const Node* value = reader.node().find(key);
    options[key] = value == nullptr ? json::Value() : value->to_json();
  }
  const auto give = [&](std::string_view key, json::Value value) {
    if (options[key].is_null()) options[key] = std::move(value);
  };
  give("on_cursor_value_missing", "raise");
  give("range_start", "closed");
  give("range_end", "open");
  give("allow_external_schedulers", spec.joins_scheduler);
  return options;
}

/// Where dlt takes null for a value and refuses it.
Result<void> refuse_null(const Reader& reader, std::string_view key) {
  const Node* value = reader.node().find(key);
  if (value == nullptr || !value->is_null()) return {};
  return reader.fail(key, "must not be null", "Give it a value, or remove the key.");
}

/// The keys that both forms have. Nothing if there is no cursor_path.
Result<std::optional<IncrementalSpec>> read_options(Reader& reader, std::optional<DedupKey> resource_key,
                                                    const config::Environment& environment) {
  IncrementalSpec spec;
  spec.location = reader.node().location();
  for (const std::string_view key : {"cursor_path", "last_value_func", "on_cursor_value_missing"})
    DECANT_TRY(refuse_null(reader, key));
  DECANT_TRY(const auto path, reader.optional_text("cursor_path"));
  DECANT_TRY(spec.initial_value, read_bound(reader, "initial_value"));
  DECANT_TRY(spec.end_value, read_bound(reader, "end_value"));
  DECANT_TRY(spec.key, read_dedup_key(reader));
  if (!spec.key) spec.key = std::move(resource_key);
  DECANT_TRY(read_choices(reader, spec));
  DECANT_TRY(read_lag(reader, spec));
  DECANT_TRY(read_interval(reader, spec, environment));
  DECANT_TRY(refuse_callables(reader));
  if (!path || path->empty()) return std::optional<IncrementalSpec>();
  spec.cursor_path = *path;
  spec.cursor_location = reader.node().find("cursor_path")->location();
  DECANT_TRY(read_cursor_path(reader, spec));
  spec.options = options_of(reader, spec);
  return std::optional(std::move(spec));
}

/// The one parameter of the old form; null if there is none.
Result<const config::Member*> incremental_param(const Reader& endpoint) {
  const Node* params = endpoint.node().find("params");
  const config::Member* found = nullptr;
  if (params == nullptr) return found;
  for (const auto& member : params->members()) {
    if (!is_incremental_param(member.value)) continue;
    if (found != nullptr) {
      return config::fail_at(
          member.location,
          "only one parameter may be of type incremental, but there are `" + found->key + "` and `" + member.key + "`",
          "Use the key `incremental` with start_param and end_param.");
    }
    found = &member;
  }
  return found;
}

Result<std::optional<IncrementalSpec>> read_param_form(const Reader& endpoint, const config::Member& param,
                                                       std::optional<DedupKey> resource_key,
                                                       const config::Environment& environment) {
  DECANT_TRY(Reader reader, Reader::open(param.value, endpoint.path_of("params") + "." + param.key));
  DECANT_TRY(const std::string type, reader.text("type"));
  static_cast<void>(type);
  for (const std::string_view key : {"end_value", "end_param"}) {
    const Node* value = reader.node().find(key);
    if (value == nullptr || !is_truthy(*value)) continue;
    return reader.fail(key, "cannot stand in a parameter of type incremental",
                       "Use the key `incremental` of the endpoint with start_param and end_param.");
  }
  reader.optional_any("end_param");
  DECANT_TRY(auto spec, read_options(reader, std::move(resource_key), environment));
  DECANT_TRY(reader.finish());
  if (spec) spec->start_param = param.key;
  return spec;
}

}  // namespace

bool is_incremental_param(const Node& value) {
  const Node* type = value.is_mapping() ? value.find("type") : nullptr;
  return type != nullptr && type->is_text() && type->as_text() == "incremental";
}

Result<std::optional<DedupKey>> read_dedup_key(Reader& reader) {
  const Node* value = reader.node().find("primary_key");
  DECANT_TRY(auto columns, reader.optional_texts("primary_key"));
  if (!columns) return std::optional<DedupKey>();
  const bool is_one_text = value->is_text() && columns->size() == 1;
  if (is_one_text && columns->front().empty()) return std::optional<DedupKey>(DedupKey{});
  return std::optional(DedupKey{.columns = std::move(*columns), .is_one_text = is_one_text});
}

Result<std::optional<IncrementalSpec>> read_incremental(Reader& endpoint, std::optional<DedupKey> resource_key,
                                                        const config::Environment& environment) {
  DECANT_TRY(const config::Member* const param, incremental_param(endpoint));
  DECANT_TRY(auto reader, endpoint.optional_mapping("incremental"));
  std::optional<IncrementalSpec> spec;
  if (reader) {
    if (reader->has("cursor")) {
      if (reader->has("cursor_path")) return reader->fail("cursor", "and `cursor_path` exclude each other");
      DECANT_TRY(spec, read_run_window(*reader));
    } else {
      DECANT_TRY(spec, read_options(*reader, resource_key, environment));
    }
    DECANT_TRY(const auto start_param, reader->optional_text("start_param"));
    DECANT_TRY(const auto end_param, reader->optional_text("end_param"));
    DECANT_TRY(reader->finish());
    if (spec) {
      spec->start_param = start_param;
      spec->end_param = end_param;
    }
  }
  if (param != nullptr) return read_param_form(endpoint, *param, std::move(resource_key), environment);
  return spec;
}

}  // namespace decant::source
