#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace decant::http {

/// Query parameters in order, decoded. A key may stand more than once.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// One name or value as a form encodes it: space as `+`, everything but letters, digits and `-._~` percent-encoded.
std::string encode_component(std::string_view text);

/// `a=1&b=x+y`; empty values are kept.
std::string encode_query(const Parameters& parameters);

/// The parameters of a query string; blank values are kept, malformed escapes stay as they are.
Parameters decode_query(std::string_view query);

/// The URL with these parameters behind those that it has, before a fragment.
std::string append_parameters(std::string_view url, const Parameters& parameters);

/// `over` over `parameters`: a key of `over` replaces all of that key, at the place of the first; new keys come last.
Parameters merge_parameters(Parameters parameters, const Parameters& over);

/// The query with the values of secret-looking names (`api_key`, `token`, `password` …) as `***`.
std::string redact_query(std::string_view query);

}  // namespace decant::http
