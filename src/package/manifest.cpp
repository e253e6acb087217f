#include "package/manifest.h"

#include <charconv>
#include <limits>
#include <unordered_set>

#include "core/file.h"
#include "core/hash.h"
#include "json/write.h"
#include "package/load_id.h"

namespace decant::package {

namespace {

constexpr std::uint64_t kMaxManifestBytes = std::uint64_t{256} << 20;

std::unexpected<Error> malformed(std::string_view what) {
  return fail(ErrorKind::package, "the manifest is malformed: " + std::string(what));
}

std::string to_hex(std::uint64_t value) {
  std::string text(16, '0');
  for (std::size_t i = 16; i-- > 0; value >>= 4) text[i] = "0123456789abcdef"[value & 15];
  return text;
}

bool from_hex(const json::Value* text, std::uint64_t& value) {
  if (text == nullptr || !text->is_string() || text->as_string().size() != 16) return false;
  const std::string& digits = text->as_string();
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return error == std::errc() && end == digits.data() + digits.size();
}

Result<std::string> text_of(const json::Value& document, std::string_view key) {
  const json::Value* found = document.find(key);
  if (found == nullptr || !found->is_string()) return malformed("no text under " + std::string(key));
  return found->as_string();
}

Result<std::uint64_t> count_of(const json::Value& document, std::string_view key) {
  const json::Value* found = document.find(key);
  if (found == nullptr || !found->is_integer() || found->as_integer() < 0)
    return malformed("no count under " + std::string(key));
  return static_cast<std::uint64_t>(found->as_integer());
}

json::Value count(std::uint64_t number) { return static_cast<std::int64_t>(number); }

json::Value seal_to_json(const Seal& seal) {
  json::Value document = json::Value::object();
  document["log_bytes"] = count(seal.log_bytes);
  document["entries"] = count(seal.entries);
  document["log_hash"] = to_hex(seal.log_hash);
  json::Value& resources = document["resources"] = json::Value::array();
  for (const auto& counted : seal.resources) {
    json::Value one = json::Value::object();
    one["resource"] = counted.resource;
    one["pages"] = count(counted.pages);
    one["records"] = count(counted.records);
    resources.push_back(std::move(one));
  }
  document["state"] = seal.state;
  json::Value& boundaries = document["boundaries"] = json::Value::array();
  for (const auto& boundary : seal.boundaries) {
    json::Value one = json::Value::object();
    one["resource"] = boundary.resource;
    one["cursor_path"] = boundary.cursor_path;
    one["action"] = to_string(boundary.action);
    boundaries.push_back(std::move(one));
  }
  return document;
}

Result<std::vector<BoundarySeal>> boundaries_from_json(const json::Value* list) {
  std::vector<BoundarySeal> boundaries;
  if (list == nullptr) return boundaries;  // format 1
  if (!list->is_array()) return malformed("no list under boundaries");
  for (const auto& one : list->as_array()) {
    BoundarySeal boundary;
    DECANT_TRY(boundary.resource, text_of(one, "resource"));
    DECANT_TRY(boundary.cursor_path, text_of(one, "cursor_path"));
    DECANT_TRY(const std::string name, text_of(one, "action"));
    bool known = false;
    for (const auto action : {BoundaryAction::extend, BoundaryAction::replace, BoundaryAction::remove}) {
      if (name != to_string(action)) continue;
      boundary.action = action;
      known = true;
    }
    if (!known) return malformed("unknown action " + name);
    boundaries.push_back(std::move(boundary));
  }
  return boundaries;
}

Result<Seal> seal_from_json(const json::Value& document, const Manifest& manifest) {
  Seal seal;
  DECANT_TRY(seal.log_bytes, count_of(document, "log_bytes"));
  DECANT_TRY(seal.entries, count_of(document, "entries"));
  if (!from_hex(document.find("log_hash"), seal.log_hash)) return malformed("no hash under log_hash");
  const json::Value* resources = document.find("resources");
  if (resources == nullptr || !resources->is_array() || resources->as_array().size() != manifest.resources.size())
    return malformed("the seal has other resources");
  for (const auto& one : resources->as_array()) {
    ResourceSeal counted;
    DECANT_TRY(counted.resource, text_of(one, "resource"));
    DECANT_TRY(counted.pages, count_of(one, "pages"));
    DECANT_TRY(counted.records, count_of(one, "records"));
    if (counted.resource != manifest.resources[seal.resources.size()].name)
      return malformed("the seal has other resources");
    seal.resources.push_back(std::move(counted));
  }
  if (const json::Value* state = document.find("state")) seal.state = *state;
  if (!seal.state.is_null() && !seal.state.is_object()) return malformed("the seal's state is no object");
  DECANT_TRY(seal.boundaries, boundaries_from_json(document.find("boundaries")));
  return seal;
}

Result<void> read_names(const json::Value& document, Manifest& manifest) {
  DECANT_TRY(manifest.load_id, text_of(document, "load_id"));
  DECANT_TRY(manifest.run, text_of(document, "run"));
  if (!is_load_id(manifest.load_id) || !is_load_id(manifest.run)) return malformed("load_id or run is no load id");
  DECANT_TRY(manifest.pipeline, text_of(document, "pipeline"));
  DECANT_TRY(manifest.source, text_of(document, "source"));
  DECANT_TRY(manifest.created_by, text_of(document, "created_by"));
  DECANT_TRY(manifest.fingerprint, text_of(document, "fingerprint"));
  DECANT_TRY(manifest.naming, text_of(document, "naming"));
  return {};
}

Result<void> read_settings(const json::Value& document, Manifest& manifest) {
  if (const json::Value* base = document.find("base_state_version"); base != nullptr && !base->is_null()) {
    if (!base->is_integer()) return malformed("no number under base_state_version");
    manifest.base_state_version = base->as_integer();
  }
  if (const json::Value* nesting = document.find("max_table_nesting"); nesting != nullptr && !nesting->is_null()) {
    if (!nesting->is_integer() || nesting->as_integer() < 0 || nesting->as_integer() > std::numeric_limits<int>::max())
      return malformed("no number under max_table_nesting");
    manifest.max_table_nesting = static_cast<int>(nesting->as_integer());
  }
  if (const json::Value* target = document.find("target"); target != nullptr && target->is_object())
    manifest.target = {.location = target->text_or("location", ""), .dataset = target->text_or("dataset", "")};
  manifest.refresh = document.text_or("refresh", "");
  manifest.slice = static_cast<int>(document.integer_or("slice", 0));
  manifest.dev_mode = document.bool_or("dev_mode", false);
  manifest.keeps_provenance = document.text_or("provenance", "") == "destination";
  const json::Value* settings = document.find("schema_settings");
  if (settings == nullptr || !settings->is_object()) return malformed("no object under schema_settings");
  manifest.schema_settings = *settings;
  return {};
}

Result<void> read_resources(const json::Value& document, Manifest& manifest) {
  const json::Value* resources = document.find("resources");
  if (resources == nullptr || !resources->is_array()) return malformed("no list under resources");
  std::unordered_set<std::string> names;
  for (const auto& one : resources->as_array()) {
    auto hints = schema::ResourceHints::from_json(one);
    if (!hints) return malformed(hints.error().message);
    if (!names.insert(hints->name).second) return malformed("two resources are named " + hints->name);
    manifest.resources.push_back(std::move(*hints));
  }
  return {};
}

Result<void> read_state(const json::Value& document, Manifest& manifest) {
  DECANT_TRY(const std::string name, text_of(document, "state"));
  if (name == "sealed") {
    manifest.state = PackageState::sealed;
  } else if (name == "loaded") {
    manifest.state = PackageState::loaded;
  } else if (name != "extracting") {
    return malformed("unknown state " + name);
  }
  const json::Value* seal = document.find("seal");
  const bool has_seal = seal != nullptr && !seal->is_null();
  if (has_seal != (manifest.state != PackageState::extracting)) return malformed("state and seal do not fit together");
  if (has_seal) {
    DECANT_TRY(manifest.seal, seal_from_json(*seal, manifest));
  }
  return {};
}

/// The checksum of a document without its member `checksum`.
std::string checksum_of(const json::Value& document) { return to_hex(checksum64(json::write(document))); }

Error about(const std::filesystem::path& path, Error error) {
  error.message += ": " + path.string();
  error.details.file = path.string();
  return error;
}

Result<Manifest> parse_manifest(std::string_view text) {
  auto document = json::parse_value(text);
  if (!document) return malformed(document.error().message);
  if (document->integer_or("format", 0) > kFormatVersion)
    return fail(ErrorKind::package,
                "the manifest has format " + std::to_string(document->integer_or("format", 0)) + ", newer than " +
                    std::to_string(kFormatVersion),
                "use the version of decant that wrote it, or a newer one");
  const std::string stated = document->text_or("checksum", "");
  document->erase("checksum");
  if (stated != checksum_of(*document)) return fail(ErrorKind::package, "the manifest's checksum does not fit");
  return Manifest::from_json(*document);
}

}  // namespace

std::string_view to_string(PackageState state) {
  switch (state) {
    case PackageState::extracting: return "extracting";
    case PackageState::sealed: return "sealed";
    case PackageState::loaded: return "loaded";
  }
  return "unknown";
}

std::string_view to_string(BoundaryAction action) {
  switch (action) {
    case BoundaryAction::extend: return "extend";
    case BoundaryAction::replace: return "replace";
    case BoundaryAction::remove: return "remove";
  }
  return "unknown";
}

json::Value Manifest::to_json() const {
  json::Value document = json::Value::object();
  document["format"] = kFormatVersion;
  document["load_id"] = load_id;
  document["run"] = run;
  document["pipeline"] = pipeline;
  document["source"] = source;
  document["created_by"] = created_by;
  document["fingerprint"] = fingerprint;
  document["base_state_version"] = base_state_version ? json::Value(*base_state_version) : json::Value();
  document["naming"] = naming;
  document["max_table_nesting"] = max_table_nesting ? json::Value(*max_table_nesting) : json::Value();
  if (!target.location.empty()) {
    document["target"]["location"] = target.location;
    document["target"]["dataset"] = target.dataset;
  }
  if (!refresh.empty()) document["refresh"] = refresh;
  if (slice > 0) document["slice"] = slice;
  if (dev_mode) document["dev_mode"] = true;
  if (keeps_provenance) document["provenance"] = "destination";
  document["schema_settings"] = schema_settings;
  json::Value& hints = document["resources"] = json::Value::array();
  for (const auto& resource : resources) hints.push_back(resource.to_json());
  document["state"] = to_string(state);
  document["seal"] = seal ? seal_to_json(*seal) : json::Value();
  return document;
}

Result<Manifest> Manifest::from_json(const json::Value& document) {
  if (document.integer_or("format", 0) < 1) return malformed("no number under format");
  Manifest manifest;
  DECANT_TRY(read_names(document, manifest));
  DECANT_TRY(read_settings(document, manifest));
  DECANT_TRY(read_resources(document, manifest));
  DECANT_TRY(read_state(document, manifest));
  return manifest;
}

Result<Manifest> read_manifest(const std::filesystem::path& folder) {
  const auto path = folder / kManifestFile;
  DECANT_TRY(const File file, File::open_read(path));
  DECANT_TRY(const std::uint64_t size, file.size());
  if (size > kMaxManifestBytes) return fail(about(path, malformed("it is too large").error()));
  std::string text(static_cast<std::size_t>(size), '\0');
  DECANT_TRY(file.read_at(0, text.size(), text.data()));
  auto manifest = parse_manifest(text);
  if (!manifest) return fail(about(path, std::move(manifest).error()));
  return manifest;
}

std::string manifest_text(const Manifest& manifest) {
  json::Value document = manifest.to_json();
  document["checksum"] = checksum_of(document);
  return json::write_pretty(document) + "\n";
}

Result<void> write_manifest(const std::filesystem::path& folder, const Manifest& manifest) {
  return write_file_atomically(folder / kManifestFile, manifest_text(manifest));
}

}  // namespace decant::package
