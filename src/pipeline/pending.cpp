#include "pipeline/pending.h"

#include <algorithm>
#include <utility>

#include "pipeline/package_normalizer.h"

namespace decant::pipeline {

namespace {

/// Why an interrupted package cannot be gone on with; empty if it can.
std::string reason_to_drop(const package::Manifest& manifest, const source::Source& source,
                           std::optional<std::int64_t> base_state_version) {
  if (manifest.source != source.name() || manifest.fingerprint != source.fingerprint())
    return "the configuration asks for other pages now";
  const auto& resources = source.resources();
  const bool same = std::equal(resources.begin(), resources.end(), manifest.resources.begin(), manifest.resources.end(),
                               [](const auto& a, const auto& b) { return a.name == b.name; });
  if (!same) return "other resources are selected now";
  if (manifest.base_state_version != base_state_version) return "the dataset was loaded by another run meanwhile";
  return {};
}

Result<void> drop(package::PackageStore& store, const std::string& load_id, const std::string& reason,
                  RunMonitor& monitor) {
  monitor.note("", "the interrupted extract " + load_id + " is dropped, it starts again: " + reason);
  return store.remove(load_id);
}

bool equal_hints(const std::vector<schema::ResourceHints>& a, const std::vector<schema::ResourceHints>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return x.to_json() == y.to_json(); });
}

}  // namespace

Result<PendingPackages> find_pending(package::PackageStore& store, RunMonitor& monitor) {
  DECANT_TRY(auto packages, store.list());
  PendingPackages pending;
  for (auto& info : packages) {
    if (!info.manifest) {
      Error error = std::move(info.damage);
      if (error.hint.empty()) error.hint = "drop-pending-packages removes it; what it held is fetched again";
      return fail(std::move(error).within("looking for packages that are not loaded yet"));
    }
    if (info.is(package::PackageState::sealed))
      pending.sealed.push_back(std::move(info));
    else if (info.is(package::PackageState::extracting)) {
      if (pending.interrupted) DECANT_TRY(drop(store, pending.interrupted->load_id, "a newer one is there", monitor));
      pending.interrupted = std::move(info);
    }
  }
  return pending;
}

Result<std::optional<package::PackageReader>> open_interrupted(package::PackageStore& store,
                                                               const package::PackageInfo& info,
                                                               const source::Source& source,
                                                               std::optional<std::int64_t> base_state_version,
                                                               RunMonitor& monitor) {
  using Opened = std::optional<package::PackageReader>;
  package::Manifest manifest = *info.manifest;
  if (const auto reason = reason_to_drop(manifest, source, base_state_version); !reason.empty()) {
    DECANT_TRY(drop(store, info.load_id, reason, monitor));
    return Opened{};
  }
  if (!equal_hints(manifest.resources, source.resources())) {
    manifest.resources = source.resources();
    DECANT_TRY(package::write_manifest(info.folder, manifest));
  }
  auto reader = package::PackageReader::open(info.folder);
  if (!reader) {
    DECANT_TRY(drop(store, info.load_id, reader.error().message, monitor));
    return Opened{};
  }
  if (reader->log_format() != 0 && reader->log_format() != package::kFormatVersion) {
    DECANT_TRY(drop(store, info.load_id, "another version of decant began it", monitor));
    return Opened{};
  }
  return Opened(std::move(*reader));
}

std::vector<schema::ResourceHints> present_hints(const package::Manifest& manifest, const source::Source& source) {
  auto hints = hints_of(manifest);
  for (auto& resource : hints) {
    const auto found = std::find_if(source.resources().begin(), source.resources().end(),
                                    [&](const auto& present) { return present.name == resource.name; });
    if (found != source.resources().end() && source.name() == manifest.source) resource = *found;
  }
  return hints;
}

}  // namespace decant::pipeline
