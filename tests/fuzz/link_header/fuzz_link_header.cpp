// Any bytes as a Link header: a link that is found stands in it, and a well-formed link before it is still found.

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"
#include "source/rest/paginator/link_header.h"

namespace {

using namespace decant;

void check_any(std::string_view header) {
  const auto link = source::rest::find_link(http::Headers{{"Link", std::string(header)}}, "next");
  if (!link) return;
  DECANT_CHECK(!link->empty() && link->find('>') == std::string::npos);
  DECANT_CHECK(header.find(*link) != std::string_view::npos);  // blanks inside the brackets are left out
}

/// Only of headers whose own links are of other relations: the word, in whatever case, stands nowhere in them.
void check_before(std::string_view header) {
  constexpr std::string_view kRelation = "decant-own-relation";
  std::string lower(header);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  if (lower.find("own-relation") != std::string::npos) return;
  const std::string whole = "</own>; rel=\"" + std::string(kRelation) + "\", " + std::string(header);
  DECANT_CHECK(source::rest::find_link(http::Headers{{"Link", whole}}, kRelation) == "/own");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(static_cast<const char*>(static_cast<const void*>(data)), size);
  check_any(text);
  check_before(text);
  return 0;
}
