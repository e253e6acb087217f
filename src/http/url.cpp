#include "http/url.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "core/ascii.h"
#include "core/percent.h"
#include "core/redact.h"
#include "http/query.h"

namespace decant::http {

namespace {

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

std::string lower_text(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

std::size_t scheme_length(std::string_view text) {
  if (text.empty() || !is_alpha(text.front())) return 0;
  std::size_t at = 1;
  while (at < text.size() &&
         (is_alpha(text[at]) || is_digit(text[at]) || text[at] == '+' || text[at] == '-' || text[at] == '.'))
    ++at;
  return at < text.size() && text[at] == ':' ? at : 0;
}

/// RFC 3986, 5.2.4, over whole segments.
std::string remove_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  const bool absolute = path.starts_with('/');
  bool open_end = false;  // the last segment was "." or "..": the result ends with a slash
  std::string_view rest = absolute ? path.substr(1) : path;
  while (true) {
    const auto slash = rest.find('/');
    const auto segment = rest.substr(0, slash);
    open_end = segment == "." || segment == "..";
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (segment != ".") {
      kept.push_back(segment);
    }
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
  }
  std::string result = absolute ? "/" : "";
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (i > 0) result += '/';
    result += kept[i];
  }
  if (open_end && !kept.empty()) result += '/';
  return result;
}

std::string merge_paths(const Url& base, std::string_view path) {
  if (base.has_authority && base.path.empty()) return "/" + std::string(path);
  const auto slash = base.path.rfind('/');
  return slash == std::string::npos ? std::string(path) : base.path.substr(0, slash + 1) + std::string(path);
}

std::string without_user(std::string_view authority) {
  const auto at = authority.rfind('@');
  return std::string(at == std::string_view::npos ? authority : authority.substr(at + 1));
}

bool is_encoded(std::string_view text, std::size_t at) {
  return at + 2 < text.size() && is_hex(text[at + 1]) && is_hex(text[at + 2]);
}

bool is_unreserved(unsigned char byte) {
  return byte < 0x80 && (std::isalnum(byte) != 0 || byte == '-' || byte == '.' || byte == '_' || byte == '~');
}

void append_encoded(unsigned char byte, std::string& text) {
  text += '%';
  text += "0123456789ABCDEF"[byte >> 4];
  text += "0123456789ABCDEF"[byte & 15];
}

/// Whether no URL may hold the byte as it is. (Brackets stand around addresses.)
bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte >= 0x7f || std::string_view("\"<>\\^`{|}").find(c) != std::string_view::npos;
}

std::string encode_authority(std::string_view authority) {
  std::string result;
  for (const char c : authority) {
    if (is_forbidden(c)) {
      append_encoded(static_cast<unsigned char>(c), result);
    } else {
      result += c;
    }
  }
  return result;
}

/// A path or query as Python's urllib3 and requests write it: encodings in capitals and only where needed; if one `%`
/// begins no encoding, none does.
std::string encode_part(std::string_view part) {
  bool has_encodings = true;
  for (std::size_t i = 0; i < part.size(); ++i)
    has_encodings = has_encodings && (part[i] != '%' || is_encoded(part, i));
  std::string result;
  for (std::size_t i = 0; i < part.size(); ++i) {
    const auto byte = static_cast<unsigned char>(part[i]);
    if (byte == '%' && has_encodings) {
      const auto meant = static_cast<unsigned char>(std::stoi(std::string(part.substr(i + 1, 2)), nullptr, 16));
      if (is_unreserved(meant)) {
        result += static_cast<char>(meant);
      } else {
        append_encoded(meant, result);
      }
      i += 2;
    } else if (is_forbidden(part[i]) || byte == '%' || byte == '[' || byte == ']') {
      append_encoded(byte, result);
    } else {
      result += part[i];
    }
  }
  return result;
}

}  // namespace

Url Url::parse(std::string_view text) {
  Url url;
  if (const auto length = scheme_length(text); length > 0) {
    url.scheme = lower_text(text.substr(0, length));
    text.remove_prefix(length + 1);
  }
  if (const auto hash = text.find('#'); hash != std::string_view::npos) {
    url.has_fragment = true;
    url.fragment = text.substr(hash + 1);
    text = text.substr(0, hash);
  }
  if (const auto mark = text.find('?'); mark != std::string_view::npos) {
    url.has_query = true;
    url.query = text.substr(mark + 1);
    text = text.substr(0, mark);
  }
  if (text.starts_with("//")) {
    url.has_authority = true;
    text.remove_prefix(2);
    const auto slash = text.find('/');
    url.authority = text.substr(0, slash);
    text = slash == std::string_view::npos ? std::string_view() : text.substr(slash);
  }
  url.path = text;
  return url;
}

std::string Url::text() const {
  std::string result;
  if (!scheme.empty()) result += scheme + ":";
  if (has_authority) result += "//" + authority;
  result += path;
  if (has_query) result += "?" + query;
  if (has_fragment) result += "#" + fragment;
  return result;
}

std::string join_path(std::string_view base_url, std::string_view path) {
  const auto scheme = lower_text(path.substr(0, scheme_length(path)));
  if (scheme == "http" || scheme == "https" || base_url.empty()) return std::string(path);
  if (path.empty()) return std::string(base_url);
  while (base_url.ends_with('/')) base_url.remove_suffix(1);
  while (path.starts_with('/')) path.remove_prefix(1);
  return std::string(base_url) + "/" + std::string(path);
}

std::string resolve_reference(std::string_view base_text, std::string_view reference) {
  const Url base = Url::parse(base_text);
  Url url = Url::parse(reference);
  if (!url.scheme.empty()) {
    url.path = remove_dot_segments(url.path);
    return url.text();
  }
  url.scheme = base.scheme;
  if (url.has_authority) {
    url.path = remove_dot_segments(url.path);
    return url.text();
  }
  url.has_authority = base.has_authority;
  url.authority = base.authority;
  if (url.path.empty()) {
    url.path = base.path;
    if (!url.has_query) {
      url.has_query = base.has_query;
      url.query = base.query;
    }
  } else {
    url.path = remove_dot_segments(url.path.starts_with('/') ? url.path : merge_paths(base, url.path));
  }
  return url.text();
}

Result<std::string> origin_of(std::string_view text) {
  const Url url = Url::parse(text);
  if ((url.scheme != "http" && url.scheme != "https") || !url.has_authority)
    return fail(ErrorKind::config, "not an http or https URL: " + redact_url(text),
                "Write the full URL, such as https://example.com/api.");
  std::string host = lower_text(without_user(url.authority));
  std::string port = url.scheme == "http" ? "80" : "443";
  const auto bracket = host.rfind(']');  // [::1]:8080
  const auto colon = host.find(':', bracket == std::string::npos ? 0 : bracket);
  if (colon != std::string::npos) {
    if (colon + 1 < host.size()) port = host.substr(colon + 1);
    host.resize(colon);
  }
  if (host.empty() || port.size() > 5 || !std::all_of(port.begin(), port.end(), is_digit))
    return fail(ErrorKind::config, "no host and port in the URL: " + redact_url(text),
                "Write the full URL, such as https://example.com/api.");
  return url.scheme + "://" + host + ":" + port;
}

std::string wire_form(std::string_view text) {
  Url url = Url::parse(text);
  url.has_fragment = false;
  // Dots that were encoded are segments too, once they are not.
  url.path = remove_dot_segments(encode_part(remove_dot_segments(url.path)));
  url.query = encode_part(url.query);
  url.authority = encode_authority(url.authority);
  if (url.has_authority && url.path.empty()) url.path = "/";
  return url.text();
}

std::optional<std::pair<std::string, std::string>> take_user(std::string& text) {
  Url url = Url::parse(text);
  const auto end = url.authority.rfind('@');
  if (end == std::string::npos) return std::nullopt;
  const auto user = std::string_view(url.authority).substr(0, end);
  const auto colon = std::min(user.find(':'), user.size());
  std::pair pair(percent_decode(user.substr(0, colon)), percent_decode(user.substr(std::min(colon + 1, user.size()))));
  url.authority = without_user(url.authority);
  text = url.text();
  return pair;
}

std::string redact_url(std::string_view text) {
  if (is_masking_off()) return std::string(text);
  Url url = Url::parse(text);
  url.authority = without_user(url.authority);
  if (url.has_query) url.query = redact_query(url.query);
  return Redactor::process().redact(url.text());
}

}  // namespace decant::http
