#include "source/rest/config/headers_reader.h"

#include <utility>

#include "config/typed.h"
#include "core/redact.h"
#include "source/rest/config/literal_values.h"

namespace decant::source::rest {

namespace {

using config::Node;

/// A text none of whose braces is a placeholder, marked as one that was found elsewhere is.
Node literal(std::string_view text, const config::Location& location) {
  Node node(location, std::string(text));
  node.mark_found(false);
  return with_literal_values(std::move(node));
}

/// A header that carries a credential and is written down as it is: nothing may show it.
void keep_secret(const config::Member& member, const std::string& value) {
  const bool has_placeholder = value.find('{') != std::string::npos;
  if (member.value.is_secret() || (http::is_sensitive_name(member.key) && !has_placeholder))
    Redactor::process().add(value);
}

}  // namespace

Result<std::vector<HeaderTemplate>> read_headers(const config::Element& headers, bool is_literal) {
  std::vector<HeaderTemplate> templates;
  if (headers.node.is_null()) return templates;
  DECANT_TRY(const config::Reader reader, config::Reader::open(headers.node, headers.path));
  for (const auto& member : reader.node().members()) {
    HeaderTemplate header;
    const Node name(member.location, member.key);
    DECANT_TRY(header.name, TemplateTree::compile(is_literal ? literal(member.key, member.location) : name));
    if (is_literal || !member.value.is_null()) {
      DECANT_TRY(const Node value, config::typed(member.value, config::Kind::text, reader.path_of(member.key)));
      header.is_secret = member.value.is_secret() || http::is_sensitive_name(member.key);
      keep_secret(member, value.as_text());
      const bool as_is = is_literal || member.value.is_secret() || member.value.is_loose();
      DECANT_TRY(header.value, TemplateTree::compile(as_is ? literal(value.as_text(), value.location()) : value));
    }
    templates.push_back(std::move(header));
  }
  return templates;
}

}  // namespace decant::source::rest
