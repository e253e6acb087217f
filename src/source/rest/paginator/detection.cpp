#include "source/rest/paginator/detection.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "source/records/key_path.h"
#include "source/rest/paginator/link_header.h"
#include "source/rest/paginator/metadata.h"

namespace decant::source::rest {

namespace {

/// A value and the keys that lead to it.
struct Found {
  std::vector<std::string> keys;
  json::Node value;
};

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

bool is_scalar(const json::Node& node) { return !node.is_null() && !node.is_object() && !node.is_array(); }

/// A value under a key that begins with `next`: the value itself, or the `href` or `url` in it.
std::optional<Found> next_value(const json::Member& member) {
  if (!lower(member.key).starts_with("next")) return std::nullopt;
  if (is_scalar(member.value)) return Found{{std::string(member.key)}, member.value};
  for (const auto inner : member.value.members()) {
    const std::string key = lower(inner.key);
    if ((key.starts_with("href") || key.starts_with("url")) && is_scalar(inner.value))
      return Found{{std::string(member.key), std::string(inner.key)}, inner.value};
  }
  return std::nullopt;
}

std::optional<Found> page_count(const json::Member& member) {
  static constexpr std::array<std::string_view, 3> kNames{"total_pages", "pages", "totalpages"};
  if (!is_scalar(member.value) || std::find(kNames.begin(), kNames.end(), lower(member.key)) == kNames.end())
    return std::nullopt;
  return Found{{std::string(member.key)}, member.value};
}

/// The first member that `look` finds something at: each member, then those of the object below it.
std::optional<Found> search(const json::Node& object, std::optional<Found> (*look)(const json::Member&)) {
  for (const auto member : object.members()) {
    if (auto found = look(member)) return found;
    auto below = search(member.value, look);
    if (!below) continue;
    below->keys.insert(below->keys.begin(), std::string(member.key));
    return below;
  }
  return std::nullopt;
}

bool is_link(const json::Node& node) {
  return node.is_string() && (node.text().starts_with("http") || node.text().starts_with('/'));
}

PaginatorSpec link_at(json::Path path) { return JsonLinkSpec{.next_url_path = std::move(path)}; }

PaginatorSpec cursor_at(json::Path path) {
  return CursorSpec{.cursor_path = std::move(path), .field = {.param = "cursor", .keys = {}}, .has_more_path = {}};
}

/// The first answer, which came without a page number, counts as page 0.
PaginatorSpec pages_counted_at(json::Path path) {
  CounterSpec spec;
  spec.is_offset = false;
  spec.field.param = "page";
  spec.total_path = std::move(path);
  return spec;
}

struct ToJson {
  json::Value operator()(const JsonLinkSpec& spec) const { return at("json_link", spec.next_url_path); }
  json::Value operator()(const CursorSpec& spec) const { return at("cursor", spec.cursor_path); }
  json::Value operator()(const CounterSpec& spec) const { return at("page_number", *spec.total_path); }
  json::Value operator()(const HeaderLinkSpec& /*spec*/) const { return of("header_link"); }
  json::Value operator()(const auto& /*spec*/) const { return of("single_page"); }

  static json::Value of(const char* type) {
    json::Value document = json::Value::object();
    document["type"] = type;
    return document;
  }
  static json::Value at(const char* type, const json::Path& path) {
    json::Value document = of(type);
    document["path"] = path.text();
    return document;
  }
};

}  // namespace

DetectedPages detect_pages(const Answer& answer) {
  if (find_link(answer.headers, "next")) return {.paginator = HeaderLinkSpec{}, .doubt = {}};
  const auto next = search(answer.body, next_value);
  if (next && is_link(next->value)) return {.paginator = link_at(key_path(next->keys)), .doubt = {}};
  const auto pages = search(answer.body, page_count);
  if (pages && as_whole_number(pages->value)) {
    const json::Path path = key_path(pages->keys);
    return {.paginator = pages_counted_at(path),
            .doubt = "page numbers were detected (`" + path.text() +
                     "` counts the pages), and the first page is taken for page 0: if the API counts from 1, the last "
                     "page is missing; set `paginator: {type: page_number, base_page: 1, …}`",
            .is_numbered = true};
  }
  if (next) {
    const json::Path path = key_path(next->keys);
    return {.paginator = cursor_at(path),
            .doubt = "a cursor was detected at `" + path.text() +
                     "` and is sent as the parameter `cursor`: set `paginator: {type: cursor, …}` to be sure"};
  }
  if (!answer.body.is_object() && !answer.body.is_array()) return {.paginator = SinglePageSpec{}, .doubt = {}};
  return {.paginator = SinglePageSpec{},
          .doubt = "no further pages were detected: set `paginator` if there are some, or `paginator: single_page`"};
}

json::Value to_json(const PaginatorSpec& detected) { return std::visit(ToJson{}, detected); }

Result<PaginatorSpec> detected_from_json(const json::Value& document) {
  const std::string type = document.text_or("type", "");
  if (type == "single_page") return SinglePageSpec{};
  if (type == "header_link") return HeaderLinkSpec{};
  auto path = json::Path::compile(document.text_or("path", ""));
  if (path && type == "json_link") return link_at(std::move(*path));
  if (path && type == "cursor") return cursor_at(std::move(*path));
  if (path && type == "page_number") return pages_counted_at(std::move(*path));
  return fail(ErrorKind::package, "the paging cursor names no paginator");
}

}  // namespace decant::source::rest
