#include "cli/package_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <optional>
#include <utility>

#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/text.h"
#include "json/parser.h"
#include "json/write.h"
#include "package/load_id.h"
#include "package/package_store.h"
#include "pipeline/trace.h"

namespace decant::cli {

namespace {

constexpr std::string_view kHint = "`--keep-packages N` keeps the packages of the last N runs.";

// Load id of the last run's package, nothing if it made none. A run that was killed wrote no trace: its package is
// newer than the one that the trace tells of.
Result<std::optional<std::string>> last_load_id(const pipeline::WorkingFolder& folder,
                                                const package::PackageStore& store) {
  DECANT_TRY(const auto traced, pipeline::read_traced_extract(folder.trace_file()));
  DECANT_TRY(const auto newest, store.newest());
  if (newest && (!traced || (!traced->load_id.empty() && newest->load_id > traced->load_id)))
    return std::optional(newest->load_id);
  return traced && traced->recorded ? std::optional(traced->load_id) : std::nullopt;
}

// The load id that is meant: the given one, or the last run's.
Result<std::optional<std::string>> load_id_of(const PackageFlags& flags, const pipeline::WorkingFolder& folder,
                                              const package::PackageStore& store) {
  if (flags.load_id.empty()) return last_load_id(folder, store);
  if (package::is_load_id(flags.load_id)) return std::optional(flags.load_id);
  return fail(ErrorKind::usage, "`" + flags.load_id + "` is no load id", "A load id looks like 1749667187.541553.");
}

// The record as one line of JSON, the page's constants behind its own members.
Result<std::string> record_text(std::string_view text, const json::Value& constants, json::Parser& parser) {
  json::Document document;
  DECANT_TRY(parser.parse_in_place(text, document));
  std::string record = json::write(document.root());
  if (!constants.is_object() || constants.as_object().empty() || !record.ends_with('}')) return record;
  const std::string more = json::write(constants);
  record.pop_back();
  if (record.size() > 1) record += ',';
  return record + more.substr(1);
}

Result<void> print_page(const package::RecordedPage& page, json::Parser& parser) {
  std::string out;
  for (const auto& span : page.records) {
    DECANT_TRY(const auto record,
               record_text(page.text().substr(span.begin, span.end - span.begin), page.constants, parser));
    out += "{\"resource\":";
    json::append_string(page.address.resource, out);
    out += ",\"page\":" + std::to_string(page.address.page) + ",\"record\":" + record + "}\n";
  }
  return put(stdout, out);
}

Result<void> print_records(const package::PackageReader& reader) {
  json::Parser parser;
  package::RecordedPage page;
  for (const auto& resource : reader.manifest().resources) {
    const std::size_t pages = reader.page_count(resource.name);
    for (std::size_t number = 0; number < pages; ++number) {
      DECANT_TRY(reader.read_page(resource.name, number, page));
      DECANT_TRY(print_page(page, parser));
    }
  }
  return {};
}

json::Value summary_json(const package::PackageReader& reader) {
  const auto& manifest = reader.manifest();
  json::Value value = json::Value::object();
  value["load_id"] = manifest.load_id;
  value["pipeline"] = manifest.pipeline;
  value["source"] = manifest.source;
  value["state"] = to_string(manifest.state);
  value["created_by"] = manifest.created_by;
  value["folder"] = reader.folder().string();
  value["log_bytes"] = reader.statistics().log_bytes;
  value["entries"] = reader.statistics().entries;
  value["resources"] = json::Value::array();
  for (const auto& counts : reader.statistics().resources) {
    json::Value resource = json::Value::object();
    resource["resource"] = counts.resource;
    resource["pages"] = counts.pages;
    resource["records"] = counts.records;
    resource["text_bytes"] = counts.text_bytes;
    value["resources"].push_back(std::move(resource));
  }
  return value;
}

std::string summary_text(const package::PackageReader& reader) {
  const auto& manifest = reader.manifest();
  std::string text = fmt::format("package {} of pipeline {}: {}\nsource {}, {}\n{}\n", manifest.load_id,
                                 manifest.pipeline, to_string(manifest.state), manifest.source,
                                 size_text(reader.statistics().log_bytes), reader.folder().string());
  for (const auto& counts : reader.statistics().resources) {
    text += fmt::format("  {}: {} {}, {} {}, {}\n", counts.resource, grouped(counts.pages),
                        counts.pages == 1 ? "page" : "pages", grouped(counts.records),
                        counts.records == 1 ? "record" : "records", size_text(counts.text_bytes));
  }
  return printable(text, true);
}

}  // namespace

Result<int> package_command(const PackageFlags& flags) {
  DECANT_TRY(const auto session, open_session(flags.pipelines_dir));
  DECANT_TRY(const auto target, target_of(session, flags.pipeline, {}));
  const package::PackageStore store(target.folder.packages());
  DECANT_TRY(const auto load_id, load_id_of(flags, target.folder, store));
  if (!load_id) {
    if (flags.json) DECANT_TRY(put_json(nullptr));
    DECANT_TRY(put(stderr, "note: the last run of pipeline `" + flags.pipeline + "` made no package\n"));
    return kOk;
  }
  auto reader = store.open(*load_id);
  if (!reader) {
    Error error = std::move(reader).error();
    if (error.hint.empty()) error.hint = kHint;
    return fail(std::move(error));
  }
  if (flags.records) {
    DECANT_TRY(print_records(*reader));
  } else if (flags.json) {
    DECANT_TRY(put_json(summary_json(*reader)));
  } else {
    DECANT_TRY(put(stdout, summary_text(*reader)));
  }
  return kOk;
}

}  // namespace decant::cli
