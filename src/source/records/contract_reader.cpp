#include "source/records/contract_reader.h"

#include "schema/contract.h"

namespace decant::source {

Result<json::Value> read_contract(config::Reader& reader) {
  constexpr const char* kKey = "schema_contract";
  const auto element = reader.optional_any(kKey);
  if (!element || element->node.is_null()) return json::Value();
  json::Value contract = element->node.to_json();
  if (const auto read = schema::Contract::from_json(contract); !read)
    return config::fail_at(element->node.location(), "`" + element->path + "`: " + read.error().message,
                           read.error().hint);
  return contract;
}

Result<SchemaHints> read_schema_hints(config::Reader& reader) {
  SchemaHints hints;
  DECANT_TRY(hints.schema_contract, read_contract(reader));
  DECANT_TRY(hints.root_key, reader.optional_boolean("root_key"));
  return hints;
}

}  // namespace decant::source
