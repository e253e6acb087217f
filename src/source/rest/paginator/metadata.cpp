#include "source/rest/paginator/metadata.h"

#include <charconv>
#include <string>

#include "core/snippet.h"
#include "http/headers.h"
#include "json/write.h"

namespace decant::source::rest {

namespace {

constexpr std::size_t kValueShown = 80;

std::optional<bool> as_flag(const json::Node& node) {
  if (node.kind() == json::Kind::boolean) return node.token().boolean;
  if (!node.is_string()) return std::nullopt;
  for (const char* yes : {"yes", "true", "t", "y", "1"}) {
    if (http::same_name(node.text(), yes)) return true;
  }
  for (const char* no : {"no", "false", "f", "n", "0"}) {
    if (http::same_name(node.text(), no)) return false;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> as_whole_number(const json::Node& node) {
  if (node.kind() == json::Kind::integer) return node.token().integer;
  if (node.kind() == json::Kind::boolean) return node.token().boolean ? 1 : 0;
  if (node.kind() == json::Kind::real && node.token().real > -9e15 && node.token().real < 9e15)
    return static_cast<std::int64_t>(node.token().real);
  if (!node.is_string()) return std::nullopt;
  auto text = node.text();
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Result<bool> read_has_more(const json::Path& path, const json::Node& body) {
  DECANT_TRY(const auto found, path.first(body));
  const auto flag = found ? as_flag(*found) : std::nullopt;
  if (!flag) return bad_metadata(path, found, "yes or no");
  return *flag;
}

std::unexpected<Error> bad_metadata(const json::Path& path, const std::optional<json::Node>& found,
                                    std::string_view what) {
  Error error;
  error.kind = ErrorKind::source_data;
  error.details.json_path = path.text();
  error.message = found ? "`" + path.text() + "` of the answer is no " + std::string(what) + ": " +
                              snippet(json::write(*found), kValueShown)
                        : "the answer has no `" + path.text() + "` (" + std::string(what) + ")";
  error.hint = "Correct the paginator's path, or end the pages in another way (`total_path: null`).";
  return fail(std::move(error));
}

}  // namespace decant::source::rest
