// Any two texts as base URL and reference, cut at the first line break. What goes on the wire is printable, resolving
// twice changes nothing more, and what is shown holds neither user nor password.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"
#include "http/query.h"
#include "http/url.h"

namespace {

using namespace decant;

void check_wire_form(std::string_view url) {
  const std::string wire = http::wire_form(url);
  DECANT_CHECK(std::all_of(wire.begin(), wire.end(), [](char c) { return c > 0x20 && c < 0x7f; }));
  // Only such URLs are sent; what is left of the path of another may look like a scheme or host.
  if (http::origin_of(url)) DECANT_CHECK(http::wire_form(wire) == wire);
}

void check_parts(std::string_view text) {
  const http::Url url = http::Url::parse(text);
  DECANT_CHECK(http::Url::parse(url.text()).text() == url.text());
  const auto shown = http::Url::parse(http::redact_url(text));
  DECANT_CHECK(shown.authority.find('@') == std::string::npos);
  const auto parameters = http::decode_query(url.query);
  DECANT_CHECK(http::decode_query(http::encode_query(parameters)) == parameters);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(static_cast<const char*>(static_cast<const void*>(data)), size);
  const auto cut = std::min(text.find('\n'), text.size());
  const std::string_view base = text.substr(0, cut);
  const std::string_view reference = text.substr(std::min(cut + 1, text.size()));
  check_parts(base);
  check_parts(reference);
  check_wire_form(http::join_path(base, reference));
  const std::string resolved = http::resolve_reference(base, reference);
  check_wire_form(resolved);
  const auto origin = http::origin_of(resolved);
  if (origin) DECANT_CHECK(http::origin_of(*origin).value() == *origin);
  return 0;
}
