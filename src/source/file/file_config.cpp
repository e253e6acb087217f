#include "source/file/file_config.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "config/reader.h"
#include "config/relative_path.h"
#include "config/typed.h"
#include "source/file/file_source.h"
#include "source/incremental/incremental_reader.h"
#include "source/records/contract_reader.h"
#include "source/records/exclusion_reader.h"
#include "source/records/hints_reader.h"
#include "source/records/selector_reader.h"
#include "source/selected_resources.h"
#include "source/transform/record_transform.h"
#include "source/value_lookup.h"

namespace decant::source::file {

namespace {

using config::Element;
using config::Reader;

constexpr const char* kDefaultGlob = "*";
constexpr std::string_view kFileScheme = "file://";

/// What resources take over from their source.
struct Defaults {
  std::filesystem::path folder;
  std::string glob = kDefaultGlob;
  std::optional<int> max_table_nesting;
};

/// A path or a `file://` URL; one that is not absolute counts from the file it is written in.
Result<std::filesystem::path> read_folder(const Element& url) {
  DECANT_TRY(config::Node text, config::typed(url.node, config::Kind::text, url.path));
  std::string value = text.as_text();
  if (value.starts_with(kFileScheme)) {
    value.erase(0, kFileScheme.size());
    if (!value.starts_with('/'))
      return config::fail_at(text.location(), "`" + url.path + "`: a file URL names no host",
                             "Write file:///folder/of/files, or the path alone.");
  } else if (const auto scheme = value.find("://"); scheme != std::string::npos) {
    return config::fail_at(text.location(),
                           "`" + url.path + "`: files at " + value.substr(0, scheme) + ":// cannot be read yet",
                           "Give a folder of this machine.");
  }
  if (value.empty()) return config::fail_at(text.location(), "`" + url.path + "` must not be empty");
  const auto path = config::path_beside(config::Node(text.location(), std::move(value)));
  return std::filesystem::absolute(path).lexically_normal();
}

Result<std::optional<FileFormat>> read_format(Reader& reader) {
  DECANT_TRY(const auto text, reader.optional_choice("format", {"json", "jsonl", "csv", "parquet"}));
  if (!text) return std::nullopt;
  if (*text == "json") return FileFormat::json;
  if (*text == "jsonl") return FileFormat::jsonl;
  return *text == "csv" ? FileFormat::csv : FileFormat::parquet;
}

Result<CsvOptions> read_csv(Reader& reader) {
  CsvOptions csv;
  DECANT_TRY(const auto delimiter, reader.optional_text("delimiter"));
  if (delimiter && (delimiter->size() != 1 || *delimiter == "\"" || *delimiter == "\n" || *delimiter == "\r"))
    return reader.fail("delimiter", "must be one character, and no quote or line break");
  csv.delimiter = delimiter.value_or("");
  DECANT_TRY(const auto header, reader.optional_boolean("header"));
  csv.has_header = header.value_or(true);
  return csv;
}

/// dlt tells files apart by their URL, whatever the key of the records is.
Result<void> read_cursor(Reader& reader, std::optional<DedupKey> key, const SourceContext& context,
                         FileResourceSpec& resource) {
  const auto environment = context.providers == nullptr ? config::Environment{} : context.providers->environment();
  DECANT_TRY(resource.incremental, read_incremental(reader, std::move(key), environment));
  if (!resource.incremental) return {};
  if (resource.incremental->run_window)
    return reader.fail("incremental", "has `cursor: run_start`, which is for APIs that are asked for what changed",
                       "Use `cursor_path: modification_date`.");
  if (resource.incremental->start_param || resource.incremental->end_param)
    return reader.fail("incremental", "has start_param or end_param, but files are asked for without parameters");
  if (resource.by_modification()) resource.incremental->key = DedupKey{.columns = {"file_url"}, .is_one_text = true};
  return {};
}

json::Value fingerprint_of(const FileResourceSpec& resource, const config::Node& node) {
  json::Value document = json::Value::object();
  document["name"] = resource.hints.name;
  document["folder"] = resource.folder.string();
  document["glob"] = resource.glob;
  for (const auto* key :
       {"format", "data_selector", "delimiter", "header", "processing_steps", "exclude", "incremental"}) {
    if (const config::Node* value = node.find(key)) document[key] = value->to_json();
  }
  return document;
}

Result<FileResourceSpec> read_resource(const Element& element, const Defaults& defaults, const SourceContext& context) {
  DECANT_TRY(Reader reader, Reader::open(element.node, element.path));
  DECANT_TRY(const std::string name, reader.text("name"));
  FileResourceSpec resource;
  resource.location = element.node.location();
  DECANT_TRY(resource.hints, read_hints(reader, name));
  if (!resource.hints.max_table_nesting) resource.hints.max_table_nesting = defaults.max_table_nesting;
  DECANT_TRY(const auto selected, reader.optional_boolean("selected"));
  resource.selected = selected.value_or(true);
  resource.folder = defaults.folder;
  if (const auto url = reader.optional_any("bucket_url"); url && !url->node.is_null()) {
    DECANT_TRY(resource.folder, read_folder(*url));
  }
  if (resource.folder.empty()) return reader.fail("bucket_url", "is missing here and at the source");
  DECANT_TRY(const auto glob, reader.optional_text("file_glob"));
  resource.glob = glob.value_or(defaults.glob);
  DECANT_TRY(resource.format, read_format(reader));
  DECANT_TRY(resource.selector, read_selector(reader));
  DECANT_TRY(resource.csv, read_csv(reader));
  DECANT_TRY(resource.steps, read_processing_steps(reader));
  if (!resource.steps.empty()) DECANT_TRY(RecordTransform::prepare(resource.steps));  // for its errors alone
  DECANT_TRY(auto key, read_dedup_key(reader));
  DECANT_TRY(read_cursor(reader, std::move(key), context, resource));
  DECANT_TRY(resource.excluded, read_exclude(reader));
  const auto* cursor = resource.incremental && !resource.by_modification() ? &*resource.incremental : nullptr;
  DECANT_TRY(check_excluded(resource.excluded, values_needed(element.node, resource.hints, cursor)));
  drop_excluded_columns(resource.excluded, resource.hints.columns);
  DECANT_TRY(reader.finish());
  resource.fingerprint = fingerprint_of(resource, element.node);
  return resource;
}

Result<void> select(FileSpec& spec, const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (auto& resource : spec.resources) {
    if (std::find(known.begin(), known.end(), resource.hints.name) != known.end())
      return config::fail_at(resource.location, "a resource named `" + resource.hints.name + "` stands above already",
                             "Give each resource a name of its own.");
    known.push_back(resource.hints.name);
    if (!names.empty()) resource.selected = std::find(names.begin(), names.end(), known.back()) != names.end();
  }
  DECANT_TRY(check_selected(names, known, spec.name));
  std::erase_if(spec.resources, [](const FileResourceSpec& resource) { return !resource.selected; });
  return {};
}

/// A source without `resources` is one resource of its own name: the keys that sources do not have are that one's.
config::Node with_resources(const config::Node& source) {
  constexpr std::array<std::string_view, 8> kOfSource{
      "type", "name", "section", "strict", "parallelized", "max_table_nesting", "bucket_url", "file_glob"};
  if (!source.is_mapping() || source.find("resources") != nullptr) return source;
  config::Node::Members kept;
  config::Node::Members own;
  const config::Node* name = source.find("name");
  const bool has_name = name != nullptr && name->is_text();
  own.push_back(
      {"name", source.location(), has_name ? *name : config::Node(source.location(), std::string(kDefaultName))});
  for (const auto& member : source.members()) {
    const bool of_source = std::find(kOfSource.begin(), kOfSource.end(), member.key) != kOfSource.end();
    (of_source ? kept : own).push_back(member);
  }
  config::Node::Items resources{config::Node(source.location(), std::move(own))};
  kept.push_back({"resources", source.location(), config::Node(source.location(), std::move(resources))});
  return {source.location(), std::move(kept)};
}

}  // namespace

Result<FileSpec> read_file_spec(const config::Node& given, const SourceContext& context) {
  const config::Node source = with_resources(given);
  DECANT_TRY(Reader reader, Reader::open(source, "source"));
  DECANT_TRY(reader.optional_choice("type", {"filesystem"}));
  DECANT_TRY(const auto name, reader.optional_text("name"));
  DECANT_TRY(const auto section, reader.optional_text("section"));
  DECANT_TRY(reader.optional_boolean("strict"));        // nothing of a file is taken leniently
  DECANT_TRY(reader.optional_boolean("parallelized"));  // resources always run beside each other
  DECANT_TRY(reader.refuse({"credentials"}));
  FileSpec spec{.name = name.value_or(kDefaultName), .resources = {}, .schema = {}};
  DECANT_TRY(spec.schema, read_schema_hints(reader));
  Defaults defaults;
  DECANT_TRY(const auto nesting, reader.optional_integer("max_table_nesting", 0, std::numeric_limits<int>::max()));
  if (nesting) defaults.max_table_nesting = static_cast<int>(*nesting);
  DECANT_TRY(const auto resources, reader.list("resources"));
  const bool is_needed = std::any_of(resources.begin(), resources.end(), [](const Element& resource) {
    return resource.node.find("bucket_url") == nullptr;
  });
  ValueLookup lookup(context, section.value_or(context.file_section), spec.name);
  DECANT_TRY(const auto url, lookup.find(reader, "bucket_url", false, is_needed));
  DECANT_TRY(const auto glob, lookup.find(reader, "file_glob", false, false));
  DECANT_TRY(reader.finish());
  DECANT_TRY(lookup.finish(reader));
  if (url) {
    DECANT_TRY(defaults.folder, read_folder(*url));
  }
  if (glob) {
    DECANT_TRY(const config::Node text, config::typed(glob->node, config::Kind::text, glob->path));
    defaults.glob = text.as_text();
  }
  for (const auto& element : resources) {
    DECANT_TRY(FileResourceSpec resource, read_resource(element, defaults, context));
    spec.resources.push_back(std::move(resource));
  }
  DECANT_TRY(select(spec, context.selected));
  return spec;
}

}  // namespace decant::source::file
