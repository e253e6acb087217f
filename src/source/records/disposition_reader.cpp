#include "source/records/disposition_reader.h"

#include <utility>

#include "schema/history_columns.h"
#include "schema/timestamp_text.h"

namespace decant::source {

namespace {

using config::Reader;

Result<std::string> check_name(const Reader& reader, std::string_view key, const std::string& name) {
  for (const char* known : {"append", "replace", "merge", "skip"}) {
    if (name == known) return name;
  }
  return reader.fail(key, "must be append, replace, merge or skip");
}

/// A time, or null, as the schema keeps it: as it is written.
Result<json::Value> read_time(Reader& reader, std::string_view key) {
  const auto element = reader.optional_any(key);
  if (!element || element->node.is_null()) return json::Value();
  if (!element->node.is_text() || !schema::parse_time(element->node.as_text()))
    return reader.fail(key, "must be a time", "Write it like \"2024-08-21T12:15:00Z\".");
  return json::Value(element->node.as_text());
}

Result<void> read_history(Reader& reader, Disposition& disposition) {
  schema::HistoryOptions options;
  DECANT_TRY(const auto names, reader.optional_texts("validity_column_names"));
  if (names) {
    if (names->size() != 2 || names->front() == names->back())
      return reader.fail("validity_column_names", "must be the names of two columns: valid from, valid to");
    options.valid_from = names->front();
    options.valid_to = names->back();
  }
  DECANT_TRY(const auto version, reader.optional_text("row_version_column_name"));
  if (version) options.row_version = *version;
  DECANT_TRY(options.active_timestamp, read_time(reader, "active_record_timestamp"));
  DECANT_TRY(json::Value boundary, read_time(reader, "boundary_timestamp"));
  if (!boundary.is_null()) disposition.properties["x-boundary-timestamp"] = std::move(boundary);
  disposition.columns = schema::history_columns(options);
  return {};
}

Result<void> read_merge(Reader& reader, Disposition& disposition) {
  DECANT_TRY(const auto strategy,
             reader.optional_choice("strategy", {"delete-insert", "upsert", "insert-only", "scd2"}));
  if (strategy) disposition.properties["x-merge-strategy"] = *strategy;
  DECANT_TRY(const auto deduplicated, reader.optional_boolean("deduplicated"));
  if (deduplicated && *deduplicated) disposition.properties["x-stage-data-deduplicated"] = true;
  return strategy == "scd2" ? read_history(reader, disposition) : Result<void>{};
}

}  // namespace

Result<Disposition> read_disposition(Reader& reader) {
  constexpr const char* kKey = "write_disposition";
  Disposition disposition;
  const auto element = reader.optional_any(kKey);
  if (!element || element->node.is_null()) return disposition;
  if (element->node.is_text()) {
    DECANT_TRY(disposition.name, check_name(reader, kKey, element->node.as_text()));
    return disposition;
  }
  DECANT_TRY(Reader inner, Reader::open(element->node, element->path));
  DECANT_TRY(const std::string name, inner.text("disposition"));
  DECANT_TRY(disposition.name, check_name(inner, "disposition", name));
  if (disposition.name == "merge") DECANT_TRY(read_merge(inner, disposition));
  DECANT_TRY(inner.finish());
  return disposition;
}

}  // namespace decant::source
