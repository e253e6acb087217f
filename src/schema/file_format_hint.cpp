#include "schema/file_format_hint.h"

#include <string>

namespace decant::schema {

const json::Value* file_format_hint(const Schema& schema, const Table& table) {
  if (const json::Value* hint = schema.inherited(table, "file_format")) return hint;
  // A nested table with a key of its own has no parent, but the resource of the table that its rows come with.
  const std::string resource = schema.root_of(table).properties().text_or("resource", "");
  if (resource.empty()) return nullptr;
  for (const auto& other : schema.tables()) {
    if (other.properties().text_or("resource", "") != resource) continue;
    if (const json::Value* hint = other.properties().find("file_format")) return hint;
  }
  return nullptr;
}

}  // namespace decant::schema
