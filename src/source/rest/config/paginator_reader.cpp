#include "source/rest/config/paginator_reader.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/nearest.h"
#include "source/records/selector_reader.h"

namespace decant::source::rest {

namespace {

using config::Element;
using config::Node;
using config::Reader;

constexpr std::int64_t kMostInJson = std::int64_t{1} << 53;

const std::vector<std::string>& known_types() {
  static const std::vector<std::string> types{"json_link",   "header_link", "header_cursor", "cursor",       "offset",
                                              "page_number", "single_page", "auto",          "json_response"};
  return types;
}

Result<std::string> read_type(const Element& element) {
  const Node* type = element.node.is_text() ? &element.node : element.node.find("type");
  const std::string hint =
      "Types: json_link, header_link, header_cursor, cursor, offset, page_number, single_page, auto.";
  if (type == nullptr || !type->is_text())
    return config::fail_at(element.node.location(), "`" + element.path + ".type` is missing", hint);
  const auto& known = known_types();
  if (std::find(known.begin(), known.end(), type->as_text()) != known.end()) return type->as_text();
  const auto meant = config::nearest(type->as_text(), known);
  return config::fail_at(type->location(),
                         "`" + element.path + "`: unknown paginator " + config::in_quotes(type->as_text()),
                         meant ? "did you mean `" + *meant + "`?" : hint);
}

std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> keys(1);
  for (const char c : path) {
    if (c == '.') {
      keys.emplace_back();
    } else {
      keys.back() += c;
    }
  }
  return keys;
}

/// Where paging writes a value: the parameter, or the place in the JSON body; one of them. Neither: the fallback.
Result<RequestField> read_field(Reader& reader, std::string_view param_key, std::string_view body_key,
                                std::string_view fallback) {
  DECANT_TRY(const auto param, reader.optional_text(param_key));
  DECANT_TRY(const auto body, reader.optional_text(body_key));
  if (!param && !body) return RequestField{.param = std::string(fallback), .keys = {}};
  const bool has_param = param && !param->empty();
  const bool has_body = body && !body->empty();
  if (has_param && has_body)
    return reader.fail(body_key, "and `" + reader.path_of(param_key) + "` exclude each other", "Remove one of them.");
  if (!has_param && !has_body) return reader.fail(param ? param_key : body_key, "must not be empty");
  return has_param ? RequestField{.param = *param, .keys = {}} : RequestField{.param = {}, .keys = split(*body)};
}

Result<PaginatorSpec> read_json_link(Reader& reader, const ReadingContext& context) {
  DECANT_TRY(const auto path_text, reader.optional_text("next_url_path"));
  DECANT_TRY(json::Path path, compile_path(reader, "next_url_path", path_text.value_or("next")));
  DECANT_TRY(const auto params, reader.optional_choice("next_params", {"merge", "replace"}));
  return JsonLinkSpec{
      .next_url_path = std::move(path), .merge_params = params == "merge", .empty_is_end = context.strict};
}

/// Nothing if the key is null; the default if it is absent.
Result<std::optional<json::Path>> read_path(Reader& reader, std::string_view key, std::string_view fallback) {
  DECANT_TRY(const auto given, reader.optional_text(key));
  const std::string text = given.value_or(reader.node().find(key) == nullptr ? std::string(fallback) : "");
  if (text.empty()) return std::optional<json::Path>();
  DECANT_TRY(json::Path path, compile_path(reader, key, text));
  return std::optional(std::move(path));
}

Result<void> read_ends(Reader& reader, std::string_view maximum_key, const ReadingContext& context, CounterSpec& spec) {
  DECANT_TRY(spec.total_path, read_path(reader, "total_path", "total"));
  DECANT_TRY(spec.has_more_path, read_path(reader, "has_more_path", ""));
  DECANT_TRY(spec.maximum, reader.optional_integer(maximum_key, 0, kMostInJson));
  DECANT_TRY(const auto stop, reader.optional_boolean("stop_after_empty_page"));
  spec.stop_after_empty_page = stop.value_or(reader.node().find("stop_after_empty_page") == nullptr);  // null: no
  spec.total_required = !(context.strict && spec.stop_after_empty_page && !reader.has("total_path"));
  if (spec.total_path || spec.maximum || spec.has_more_path || spec.stop_after_empty_page) return {};
  return config::fail_at(
      reader.node().location(), "`" + reader.path() + "` never ends",
      "Give one of total_path, " + std::string(maximum_key) + ", has_more_path, stop_after_empty_page.");
}

Result<PaginatorSpec> read_header_link(Reader& reader) {
  DECANT_TRY(auto relation, reader.optional_text("links_next_key"));
  return HeaderLinkSpec{.relation = relation.value_or("next")};
}

Result<PaginatorSpec> read_header_cursor(Reader& reader) {
  DECANT_TRY(auto header, reader.optional_text("cursor_key"));
  DECANT_TRY(auto param, reader.optional_text("cursor_param"));
  return HeaderCursorSpec{.header = header.value_or("next"), .param = param.value_or("cursor")};
}

Result<PaginatorSpec> read_cursor(Reader& reader) {
  DECANT_TRY(const auto text, reader.optional_text("cursor_path"));
  DECANT_TRY(json::Path path, compile_path(reader, "cursor_path", text.value_or("cursors.next")));
  CursorSpec spec{.cursor_path = std::move(path), .field = {}, .has_more_path = {}};
  DECANT_TRY(spec.field, read_field(reader, "cursor_param", "cursor_body_path", "cursor"));
  DECANT_TRY(spec.has_more_path, read_path(reader, "has_more_path", ""));
  DECANT_TRY(const auto stop, reader.optional_boolean("stop_after_empty_page"));
  spec.stop_after_empty_page = stop.value_or(false);
  return spec;
}

Result<PaginatorSpec> read_offset(Reader& reader, const ReadingContext& context) {
  CounterSpec spec;
  DECANT_TRY(reader.integer("limit"));
  DECANT_TRY(const auto limit, reader.optional_integer("limit", 1, kMostInJson));
  spec.limit = *limit;
  DECANT_TRY(const auto first, reader.optional_integer("offset", 0, kMostInJson));
  spec.first = first.value_or(0);
  DECANT_TRY(spec.field, read_field(reader, "offset_param", "offset_body_path", "offset"));
  DECANT_TRY(spec.limit_field, read_field(reader, "limit_param", "limit_body_path", "limit"));
  DECANT_TRY(read_ends(reader, "maximum_offset", context, spec));
  spec.count_records = context.strict;
  return spec;
}

Result<PaginatorSpec> read_page_number(Reader& reader, const ReadingContext& context) {
  CounterSpec spec;
  spec.is_offset = false;
  DECANT_TRY(const auto base, reader.optional_integer("base_page", 0, kMostInJson));
  spec.base = base.value_or(0);
  DECANT_TRY(const auto first, reader.optional_integer("page", 0, kMostInJson));
  spec.first = first.value_or(spec.base);
  DECANT_TRY(spec.field, read_field(reader, "page_param", "page_body_path", "page"));
  DECANT_TRY(read_ends(reader, "maximum_page", context, spec));
  return spec;
}

Result<PaginatorSpec> read_of_type(const std::string& type, Reader& reader, const ReadingContext& context) {
  if (type == "offset") return read_offset(reader, context);
  if (type == "page_number") return read_page_number(reader, context);
  if (type == "cursor") return read_cursor(reader);
  if (type == "header_cursor") return read_header_cursor(reader);
  if (type == "header_link") return read_header_link(reader);
  if (type == "json_link" || type == "json_response") return read_json_link(reader, context);
  if (type == "single_page") return SinglePageSpec{};
  return DetectedPagesSpec{};
}

}  // namespace

std::optional<Element> given_paginator(Reader& reader) {
  auto element = reader.optional_any("paginator");
  if (!element || element->node.is_null()) return std::nullopt;
  const Node& node = element->node;
  const Node* type = node.is_mapping() && node.members().size() == 1 ? node.find("type") : &node;
  if (type != nullptr && type->is_text() && type->as_text() == "auto") return std::nullopt;
  return element;
}

Result<PaginatorSpec> read_paginator(const Element& element, const ReadingContext& context) {
  if (!element.node.is_text() && !element.node.is_mapping())
    return config::fail_at(element.node.location(), "`" + element.path + "` must be a type or a mapping");
  DECANT_TRY(const std::string type, read_type(element));
  const Node none(element.node.location(), Node::Members{});
  DECANT_TRY(Reader reader, Reader::open(element.node.is_mapping() ? element.node : none, element.path));
  DECANT_TRY(reader.optional_text("type"));
  DECANT_TRY(PaginatorSpec spec, read_of_type(type, reader, context));
  DECANT_TRY(reader.finish());
  return spec;
}

}  // namespace decant::source::rest
