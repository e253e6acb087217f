#include "source/rest/request/secret_references.h"

#include "core/redact.h"
#include "http/query.h"

namespace decant::source::rest {

namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

SecretReferences::SecretReferences(const std::vector<http::Credential>& credentials) {
  for (const auto& credential : credentials) {
    if (credential.value.size() < Redactor::kMinLength) continue;
    forms_.emplace_back(credential.value, "{secret:" + credential.name + "}");
    const std::string encoded = http::encode_component(credential.value);
    if (encoded != credential.value) forms_.emplace_back(encoded, "{secret-encoded:" + credential.name + "}");
  }
}

std::string SecretReferences::hide(std::string_view text) const {
  std::string result(text);
  for (const auto& [secret, reference] : forms_) replace_all(result, secret, reference);
  return Redactor::process().redact(result);
}

std::string SecretReferences::reveal(std::string_view text) const {
  std::string result(text);
  for (const auto& [secret, reference] : forms_) replace_all(result, reference, secret);
  return result;
}

}  // namespace decant::source::rest
