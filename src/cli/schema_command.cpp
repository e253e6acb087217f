#include "cli/schema_command.h"

#include <cstdio>
#include <filesystem>
#include <utility>

#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/text.h"
#include "config/document.h"
#include "config/yaml_text.h"
#include "json/write.h"
#include "pipeline/schema_document.h"
#include "schema/diff.h"
#include "schema/schema.h"

namespace decant::cli {

namespace {

Result<schema::Schema> read_schema(const std::filesystem::path& path) {
  DECANT_TRY(const auto document, pipeline::read_schema_document(path));
  auto schema = schema::Schema::from_import(document);
  if (schema) return schema;
  Error error = std::move(schema).error();
  error.details.file = path.string();
  return fail(std::move(error).within("reading " + path.string()));
}

Result<std::string> format_of(const SchemaFlags& flags) {
  if (!flags.format.empty()) return flags.format;
  DECANT_TRY(const auto format, config::format_of(flags.file));
  return std::string(format == config::Format::json ? "json" : "yaml");
}

Result<void> print_changes(const schema::Schema& before, const schema::Schema& after, bool as_json) {
  const auto changes = schema::changes_between(before, after);
  if (as_json) {
    json::Value list = json::Value::array();
    for (const auto& change : changes) list.push_back(change.to_json());
    return put_json(list);
  }
  std::string text;
  for (const auto& change : changes) text += printable(change.to_text()) + "\n";
  return put(stdout, text.empty() ? "no differences\n" : text);
}

}  // namespace

Result<int> schema_command(const SchemaFlags& flags) {
  DECANT_TRY(const auto schema, read_schema(flags.file));
  if (!flags.other.empty()) {
    if (!flags.format.empty())
      return fail(ErrorKind::usage, "`--format` is for one document", "`--json` prints differences as JSON.");
    DECANT_TRY(const auto other, read_schema(flags.other));
    DECANT_TRY(print_changes(schema, other, flags.json));
    return kOk;
  }
  DECANT_TRY(const auto format, format_of(flags));
  if (flags.json || format == "json") {
    DECANT_TRY(put_json(schema.to_json()));
  } else {
    DECANT_TRY(put(stdout, config::write_yaml(schema.to_export())));
  }
  return kOk;
}

}  // namespace decant::cli
