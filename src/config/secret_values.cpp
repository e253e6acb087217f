#include "config/secret_values.h"

#include <string>

#include "core/redact.h"

namespace decant::config {

void hide_secret(const Node& node) {
  if (node.is_text()) Redactor::process().add(node.as_text());
  if (node.kind() == Kind::integer) Redactor::process().add(std::to_string(node.as_integer()));
  for (const auto& item : node.items()) hide_secret(item);
  for (const auto& member : node.members()) hide_secret(member.value);
}

}  // namespace decant::config
