#include "schema/document_hash.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/hash.h"
#include "json/write.h"

namespace decant::schema {

namespace {

/// Column names in document order: the order counts, but JSON with sorted keys does not show it.
void add_columns(const json::Value& table, Sha3& digest) {
  const json::Value* columns = table.find("columns");
  if (columns == nullptr || !columns->is_object()) return;
  for (const auto& [name, column] : columns->as_object()) digest.update(name);
}

}  // namespace

std::string document_hash(const json::Value& document) {
  json::Value content = document;
  for (const char* key : {"version", "version_hash", "imported_version_hash", "previous_hashes"}) content.erase(key);
  Sha3 digest;
  digest.update(json::write_sorted(content));
  const json::Value* tables = content.find("tables");
  if (tables == nullptr || !tables->is_object()) return digest.finish_base64();
  std::vector<const json::Value::Object::value_type*> sorted;
  for (const auto& entry : tables->as_object()) sorted.push_back(&entry);
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
  for (const auto* entry : sorted) {
    digest.update(entry->first);
    add_columns(entry->second, digest);
  }
  return digest.finish_base64();
}

}  // namespace decant::schema
