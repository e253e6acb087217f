#include "core/redact.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "core/utf8.h"

namespace decant {

namespace {

std::string percent_encoded(std::string_view text, std::string_view kept, char blank) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || kept.find(c) != std::string_view::npos) {
      encoded.push_back(c);
    } else if (c == ' ' && blank != 0) {
      encoded.push_back(blank);
    } else {
      encoded.push_back('%');
      encoded.push_back("0123456789ABCDEF"[byte >> 4]);
      encoded.push_back("0123456789ABCDEF"[byte & 15]);
    }
  }
  return encoded;
}

void append_utf16(char32_t code, std::string& text) {
  if (code > 0xFFFF) {
    append_utf16(0xD800 + ((code - 0x10000) >> 10), text);
    code = 0xDC00 + ((code - 0x10000) & 0x3FF);
  }
  text += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) text += "0123456789abcdef"[(code >> shift) & 15];
}

char32_t code_point(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(character[i])); };
  if (character.size() == 1) return byte(0);
  char32_t code = byte(0) & (0x7FU >> character.size());
  for (std::size_t i = 1; i < character.size(); ++i) code = (code << 6) | (byte(i) & 0x3F);
  return code;
}

/// As JSON writes it: what has to be escaped, and what many writers escape beside.
std::string json_escaped(std::string_view text, bool slashes, bool ascii) {
  std::string escaped;
  while (!text.empty()) {
    const auto character = text.substr(0, std::max<std::size_t>(character_length(text), 1));
    const char c = character.front();
    if (c == '"' || c == '\\' || (c == '/' && slashes)) {
      escaped += '\\';
      escaped += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || (ascii && character.size() > 1)) {
      append_utf16(code_point(character), escaped);
    } else {
      escaped += character;
    }
    text.remove_prefix(character.size());
  }
  return escaped;
}

/// What no encoding changes: its longest run of letters and digits; all of a secret that has none to speak of.
std::string core_of(std::string_view secret) {
  constexpr std::size_t kShortest = 3;
  std::string_view longest;
  for (std::size_t begin = 0; begin < secret.size(); ++begin) {
    std::size_t end = begin;
    while (end < secret.size() && std::isalnum(static_cast<unsigned char>(secret[end])) != 0) ++end;
    if (end - begin > longest.size()) longest = secret.substr(begin, end - begin);
    begin = end;
  }
  return std::string(longest.size() < kShortest ? secret : longest);
}

/// The texts that a secret is known by.
std::vector<std::string> forms_of(std::string_view secret) {
  constexpr std::string_view kUnreserved = "-_.~";
  std::vector<std::string> forms{std::string(secret), percent_encoded(secret, kUnreserved, 0),
                                 percent_encoded(secret, "-_.~/", 0), percent_encoded(secret, kUnreserved, '+')};
  for (const bool slashes : {false, true}) {
    for (const bool ascii : {false, true}) forms.push_back(json_escaped(secret, slashes, ascii));
  }
  return forms;
}

}  // namespace

#ifdef DECANT_FAULT_POINTS
bool is_masking_off() {
  static const bool off = std::getenv("DECANT_UNMASKED") != nullptr;  // NOLINT(concurrency-mt-unsafe)
  return off;
}
#endif

Redactor& Redactor::process() {
  static Redactor redactor;
  return redactor;
}

void Redactor::add(std::string_view secret) {
  if (secret.size() < kMinLength) return;
  const std::lock_guard lock(mutex_);
  for (auto& form : forms_of(secret)) {
    if (std::find(secrets_.begin(), secrets_.end(), form) == secrets_.end()) secrets_.push_back(std::move(form));
  }
  cores_.push_back(core_of(secret));
  std::sort(secrets_.begin(), secrets_.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

void Redactor::forget(std::string_view secret) {
  const std::lock_guard lock(mutex_);
  for (const auto& form : forms_of(secret)) std::erase(secrets_, form);
  if (const auto found = std::find(cores_.begin(), cores_.end(), core_of(secret)); found != cores_.end())
    cores_.erase(found);
}

std::string Redactor::redact(std::string_view text) const {
  std::string result(text);
  if (is_masking_off()) return result;
  const std::lock_guard lock(mutex_);
  for (const auto& secret : secrets_) {
    for (auto at = result.find(secret); at != std::string::npos; at = result.find(secret, at + 3))
      result.replace(at, secret.size(), "***");
  }
  return result;
}

bool Redactor::contains_secret(std::string_view text) const {
  if (is_masking_off()) return false;
  const std::lock_guard lock(mutex_);
  return std::any_of(secrets_.begin(), secrets_.end(),
                     [&](const auto& secret) { return text.find(secret) != std::string_view::npos; });
}

bool Redactor::may_hold_secret(std::string_view text) const {
  if (is_masking_off()) return false;
  const std::lock_guard lock(mutex_);
  return std::any_of(cores_.begin(), cores_.end(),
                     [&](const auto& core) { return text.find(core) != std::string_view::npos; });
}

std::vector<std::string> Redactor::secrets() const {
  const std::lock_guard lock(mutex_);
  return secrets_;
}

}  // namespace decant
