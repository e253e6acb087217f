#include "source/rest/config/paginator_reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/nearest.h"

namespace decant::source::rest {

namespace {

using config::Element;
using config::Node;
using config::Reader;

constexpr std::int64_t kMost = std::int64_t{1} << 53;

Result<std::string> read_type(const Element& element) {
  const Node* type = element.node.is_text() ? &element.node : element.node.find("type");
  if (type == nullptr || !type->is_text())
    return config::fail_at(element.node.location(), "`" + element.path + ".type` is missing",
                           "Name a type: single_page, json_link, offset or page_number.");
  const std::string& name = type->as_text();
  for (const char* served : {"single_page", "json_link", "json_response", "offset", "page_number"}) {
    if (name == served) return name;
  }
  const std::string hint = "Supported are single_page, json_link, offset and page_number.";
  for (const char* later : {"auto", "header_link", "header_cursor", "cursor"}) {
    if (name == later)
      return config::fail_at(type->location(),
                             "`" + element.path + "`: the paginator `" + name + "` is not supported yet", hint);
  }
  const std::vector<std::string> known{"single_page", "json_link", "offset", "page_number"};
  const auto meant = config::nearest(name, known);
  return config::fail_at(type->location(), "`" + element.path + "`: unknown paginator `" + name + "`",
                         meant ? "did you mean `" + *meant + "`?" : hint);
}

Result<PaginatorSpec> read_json_link(Reader& reader, const ReadingContext& context) {
  DECANT_TRY(const auto path_text, reader.optional_text("next_url_path"));
  DECANT_TRY(json::Path path, compile_path(reader, "next_url_path", path_text.value_or("next")));
  DECANT_TRY(const auto params, reader.optional_choice("next_params", {"merge", "replace"}));
  DECANT_TRY(reader.finish());
  return JsonLinkSpec{
      .next_url_path = std::move(path), .merge_params = params == "merge", .empty_is_end = context.strict};
}

/// Nothing if the key is null; the default if it is absent.
Result<std::optional<json::Path>> read_path(Reader& reader, std::string_view key, std::string_view fallback) {
  DECANT_TRY(const auto given, reader.optional_text(key));
  const std::string text = given.value_or(reader.node().find(key) == nullptr ? std::string(fallback) : "");
  if (!given && text.empty()) return std::optional<json::Path>();
  DECANT_TRY(json::Path path, compile_path(reader, key, text));
  return std::optional(std::move(path));
}

Result<void> read_ends(Reader& reader, std::string_view maximum_key, const ReadingContext& context, CounterSpec& spec) {
  DECANT_TRY(spec.total_path, read_path(reader, "total_path", "total"));
  DECANT_TRY(spec.has_more_path, read_path(reader, "has_more_path", ""));
  DECANT_TRY(spec.maximum, reader.optional_integer(maximum_key, 0, kMost));
  DECANT_TRY(const auto stop, reader.optional_boolean("stop_after_empty_page"));
  spec.stop_after_empty_page = stop.value_or(true);
  spec.total_required = !(context.strict && spec.stop_after_empty_page && !reader.has("total_path"));
  if (spec.total_path || spec.maximum || spec.has_more_path || spec.stop_after_empty_page) return {};
  return config::fail_at(
      reader.node().location(), "`" + reader.path() + "` never ends",
      "Give one of total_path, " + std::string(maximum_key) + ", has_more_path, stop_after_empty_page.");
}

Result<std::string> read_param(Reader& reader, std::string_view key, std::string_view fallback) {
  DECANT_TRY(const auto given, reader.optional_text(key));
  if (given && given->empty()) return reader.fail(key, "must not be empty");
  return given.value_or(std::string(fallback));
}

Result<PaginatorSpec> read_offset(Reader& reader, const ReadingContext& context) {
  CounterSpec spec;
  DECANT_TRY(reader.integer("limit"));
  DECANT_TRY(const auto limit, reader.optional_integer("limit", 1, kMost));
  spec.limit = *limit;
  DECANT_TRY(const auto first, reader.optional_integer("offset", 0, kMost));
  spec.first = first.value_or(0);
  DECANT_TRY(spec.param, read_param(reader, "offset_param", "offset"));
  DECANT_TRY(spec.limit_param, read_param(reader, "limit_param", "limit"));
  DECANT_TRY(read_ends(reader, "maximum_offset", context, spec));
  DECANT_TRY(reader.refuse({"offset_body_path", "limit_body_path"}));
  DECANT_TRY(reader.finish());
  spec.count_records = context.strict;
  return spec;
}

Result<PaginatorSpec> read_page_number(Reader& reader, const ReadingContext& context) {
  CounterSpec spec;
  spec.is_offset = false;
  DECANT_TRY(const auto base, reader.optional_integer("base_page", 0, kMost));
  spec.base = base.value_or(0);
  DECANT_TRY(const auto first, reader.optional_integer("page", 0, kMost));
  spec.first = first.value_or(spec.base);
  DECANT_TRY(spec.param, read_param(reader, "page_param", "page"));
  DECANT_TRY(read_ends(reader, "maximum_page", context, spec));
  DECANT_TRY(reader.refuse({"page_body_path"}));
  DECANT_TRY(reader.finish());
  return spec;
}

}  // namespace

Result<json::Path> compile_path(const Reader& reader, std::string_view key, const std::string& text) {
  auto path = json::Path::compile(text);
  if (path) return path;
  const Node* node = reader.node().find(key);
  return config::fail_at(node == nullptr ? reader.node().location() : node->location(),
                         "`" + reader.path_of(key) + "`: " + path.error().message, path.error().hint);
}

Result<PaginatorSpec> read_paginator(const Element& element, const ReadingContext& context) {
  if (!element.node.is_text() && !element.node.is_mapping())
    return config::fail_at(element.node.location(), "`" + element.path + "` must be a type or a mapping");
  DECANT_TRY(const std::string type, read_type(element));
  const Node none(element.node.location(), Node::Members{});
  DECANT_TRY(Reader reader, Reader::open(element.node.is_mapping() ? element.node : none, element.path));
  DECANT_TRY(reader.optional_text("type"));
  if (type == "offset") return read_offset(reader, context);
  if (type == "page_number") return read_page_number(reader, context);
  if (type != "single_page") return read_json_link(reader, context);
  DECANT_TRY(reader.finish());
  return SinglePageSpec{};
}

}  // namespace decant::source::rest
