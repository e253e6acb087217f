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

SecretReferences::SecretReferences(const std::vector<http::Credential>& credentials,
                                   const std::vector<std::string>& further) {
  for (const auto& credential : credentials) add(credential.value, credential.name);
  for (std::size_t i = 0; i < further.size(); ++i) add(further[i], "#" + std::to_string(i));
}

void SecretReferences::add(const std::string& secret, const std::string& name) {
  if (secret.size() < Redactor::kMinLength) return;
  forms_.emplace_back(secret, "{secret:" + name + "}");
  const std::string encoded = http::encode_component(secret);
  if (encoded != secret) forms_.emplace_back(encoded, "{secret-encoded:" + name + "}");
}

std::string SecretReferences::hide(std::string_view text) const {
  std::string result(text);
  if (is_masking_off()) return result;
  for (const auto& [secret, reference] : forms_) replace_all(result, secret, reference);
  return Redactor::process().redact(result);
}

std::string SecretReferences::reveal(std::string_view text) const {
  std::string result(text);
  for (const auto& [secret, reference] : forms_) replace_all(result, reference, secret);
  return result;
}

}  // namespace decant::source::rest
