#include "pipeline/pending.h"

#include <algorithm>
#include <utility>

#include "core/clock.h"
#include "pipeline/package_normalizer.h"
#include "pipeline/run_report.h"

namespace decant::pipeline {

namespace {

std::string text_of(const package::Target& target) { return "dataset " + target.dataset + " at " + target.location; }

/// Whether a package is for another dataset; one of an older version does not say.
bool is_elsewhere(const package::Manifest& manifest, const package::Target& target) {
  return !manifest.target.location.empty() && !(manifest.target == target);
}

/// Why an interrupted package cannot be gone on with; empty if it can.
std::string reason_to_drop(const package::Manifest& manifest, const Resumption& now) {
  if (is_elsewhere(manifest, now.target)) return "it was begun for " + text_of(manifest.target);
  if (manifest.source != now.source.name() || manifest.fingerprint != now.source.fingerprint())
    return "the configuration asks for other pages now";
  const auto& resources = now.source.resources();
  const bool same = std::equal(resources.begin(), resources.end(), manifest.resources.begin(), manifest.resources.end(),
                               [](const auto& a, const auto& b) { return a.name == b.name; });
  if (!same) return "other resources are selected now";
  if (manifest.refresh != to_string(now.refresh)) return "another refresh is asked for now";
  if (manifest.slice > 0) return "the packages of its run before it are loaded, what follows is fetched anew";
  if (manifest.base_state_version != now.base_state_version) return "the dataset was loaded by another run meanwhile";
  return {};
}

/// The same for the time that has passed.
std::string reason_of_age(const package::PackageInfo& info, Micros within) {
  const auto recorded = info.last_recorded();
  if (!recorded) return recorded.error().message;
  const Micros age = process_clock().now() - *recorded;
  if (age <= within) return {};
  return "it stopped " + elapsed_text(age - age % kMicrosPerSecond) + " ago, and `resume_within` is " +
         elapsed_text(within);
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
                                                               const Resumption& resumption, RunMonitor& monitor) {
  using Opened = std::optional<package::PackageReader>;
  package::Manifest manifest = *info.manifest;
  auto reason = reason_to_drop(manifest, resumption);
  if (reason.empty()) reason = reason_of_age(info, resumption.within);
  if (!reason.empty()) {
    DECANT_TRY(drop(store, info.load_id, reason, monitor));
    return Opened{};
  }
  if (!equal_hints(manifest.resources, resumption.source.resources())) {
    manifest.resources = resumption.source.resources();
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

Error with_fresh_start(Error error, const std::string& pipeline, bool is_sealed) {
  const bool is_of_data =
      error.kind == ErrorKind::source_data || error.kind == ErrorKind::contract || error.kind == ErrorKind::schema;
  if (!is_of_data) return error;
  while (error.hint.ends_with('.')) error.hint.pop_back();
  error.hint += error.hint.empty() ? "" : ". ";
  error.hint +=
      "What was fetched is kept, and the next run begins with it; to have it fetched anew: `decant pipeline " +
      pipeline + " drop-pending-packages`" + (is_sealed ? "." : ", or `--resume-within 0s` for that run.");
  return error;
}

Result<package::PackageReader> open_complete(const std::filesystem::path& folder) {
  auto reader = package::PackageReader::open(folder);
  if (!reader || reader->manifest().seal) return reader;
  return fail(ErrorKind::usage,
              "package " + reader->manifest().load_id + " is not complete: its extract was interrupted",
              "run the pipeline, which goes on with it");
}

Result<void> check_target(const package::Manifest& manifest, const package::Target& target) {
  if (!is_elsewhere(manifest, target)) return {};
  return fail(ErrorKind::state,
              "package " + manifest.load_id + " was recorded for " + text_of(manifest.target) +
                  " and is not loaded yet; this run loads into " + text_of(target),
              "run it once with the former destination and dataset, or drop the package (what it holds is fetched "
              "again): decant pipeline " +
                  manifest.pipeline + " drop-pending-packages");
}

package::Target target_of(const destination::Destination& destination) {
  package::Target target{.location = destination.location(), .dataset = destination.dataset()};
  const auto scheme = target.location.find("://");
  if (scheme == std::string::npos) return target;
  const auto host = scheme + 3;
  const auto user_end = target.location.find('@', host);
  if (user_end < target.location.find('/', host)) target.location.erase(host, user_end + 1 - host);
  return target;
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
