#include "pipeline/trace.h"

#include <system_error>
#include <utility>

#include "core/file.h"
#include "core/redact.h"
#include "json/value.h"
#include "json/write.h"

namespace decant::pipeline {

namespace {

json::Value error_to_json(const Error& error) {
  const Redactor& redactor = Redactor::process();
  json::Value document = json::Value::object();
  document["kind"] = to_string(error.kind);
  document["message"] = redactor.redact(error.message);
  document["hint"] = redactor.redact(error.hint);
  json::Value& context = document["context"];
  context = json::Value::array();
  for (const auto& what : error.context) context.push_back(redactor.redact(what));
  return document;
}

std::unexpected<Error> is_damaged(const std::filesystem::path& path) {
  return fail(ErrorKind::state, "the trace of the last run is damaged: " + path.string(), "the next run replaces it");
}

}  // namespace

Result<void> write_trace(const std::filesystem::path& path, const RunReport& report, const Error* error) {
  json::Value document = json::Value::object();
  document["trace_version"] = 1;
  document["created_by"] = "decant " DECANT_VERSION;
  document["outcome"] = error == nullptr ? "loaded" : "failed";
  if (error != nullptr) document["error"] = error_to_json(*error);
  document["run"] = report.to_json();
  // Not waited for: it may be lost with the power, and the next run writes another.
  return write_file_unsynced(path, Redactor::process().redact(json::write_pretty(document)));
}

Result<std::optional<json::Value>> read_trace(const std::filesystem::path& path) {
  std::error_code missing;
  if (!std::filesystem::exists(path, missing)) return std::optional<json::Value>{};
  DECANT_TRY(const std::string text, read_file(path));
  if (text.empty()) return std::optional<json::Value>{};
  auto document = json::parse_value(text);
  if (!document) return is_damaged(path);
  return std::optional(std::move(*document));
}

Result<std::optional<TracedExtract>> read_traced_extract(const std::filesystem::path& path) {
  DECANT_TRY(const auto trace, read_trace(path));
  if (!trace) return std::optional<TracedExtract>{};
  const json::Value* const run = trace->find("run");
  if (run == nullptr) return is_damaged(path);
  return std::optional(TracedExtract{.load_id = run->text_or("extract_load_id", ""),
                                     .recorded = run->bool_or("extract_recorded", false)});
}

}  // namespace decant::pipeline
