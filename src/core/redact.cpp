#include "core/redact.h"

#include <algorithm>
#include <cctype>

namespace decant {

namespace {

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '~') {
      encoded.push_back(c);
    } else {
      encoded.push_back('%');
      encoded.push_back("0123456789ABCDEF"[byte >> 4]);
      encoded.push_back("0123456789ABCDEF"[byte & 15]);
    }
  }
  return encoded;
}

}  // namespace

Redactor& Redactor::process() {
  static Redactor redactor;
  return redactor;
}

void Redactor::add(std::string_view secret) {
  if (secret.size() < kMinLength) return;
  const std::lock_guard lock(mutex_);
  for (auto form : {std::string(secret), percent_encoded(secret)}) {
    if (std::find(secrets_.begin(), secrets_.end(), form) == secrets_.end()) secrets_.push_back(std::move(form));
  }
  std::sort(secrets_.begin(), secrets_.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

void Redactor::forget(std::string_view secret) {
  const std::lock_guard lock(mutex_);
  std::erase(secrets_, secret);
  std::erase(secrets_, percent_encoded(secret));
}

std::string Redactor::redact(std::string_view text) const {
  std::string result(text);
  const std::lock_guard lock(mutex_);
  for (const auto& secret : secrets_) {
    for (auto at = result.find(secret); at != std::string::npos; at = result.find(secret, at + 3))
      result.replace(at, secret.size(), "***");
  }
  return result;
}

bool Redactor::contains_secret(std::string_view text) const {
  const std::lock_guard lock(mutex_);
  return std::any_of(secrets_.begin(), secrets_.end(),
                     [&](const auto& secret) { return text.find(secret) != std::string_view::npos; });
}

std::vector<std::string> Redactor::secrets() const {
  const std::lock_guard lock(mutex_);
  return secrets_;
}

}  // namespace decant
