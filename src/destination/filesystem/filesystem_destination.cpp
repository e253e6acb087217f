#include "destination/filesystem/filesystem_destination.h"

#include <system_error>
#include <utility>

#include "core/fault.h"
#include "core/file.h"
#include "core/log.h"
#include "destination/filesystem/boundary_files.h"
#include "destination/filesystem/control_files.h"
#include "destination/filesystem/file_publication.h"
#include "destination/filesystem/file_views.h"
#include "destination/filesystem/provenance_file.h"
#include "destination/filesystem/staged_loads.h"

namespace decant::destination {

namespace {

/// A path as part of a URL.
std::string url_encoded(std::string_view path) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "/-._~";
  std::string text;
  for (const char c : path) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (is_letter || kPlain.find(c) != std::string_view::npos) {
      text += c;
      continue;
    }
    text += '%';
    text += kDigits[static_cast<unsigned char>(c) >> 4];
    text += kDigits[static_cast<unsigned char>(c) & 0xF];
  }
  return text;
}

}  // namespace

FilesystemDestination::FilesystemDestination(FilesystemOptions options)
    : options_(std::move(options)),
      capabilities_{.type = "filesystem",
                    .commit = CommitLevel::file_by_file,
                    .has_merge = false,
                    .has_not_null = false,
                    .decimal_digits = 0,
                    .wei_digits = 0,
                    .parquet_digits = 38} {
  std::error_code error;
  auto full = std::filesystem::absolute(options_.bucket, error);
  if (!error) options_.bucket = full.lexically_normal();
  folder_ = options_.bucket / options_.dataset;
  const auto prefix = options_.layout.prefix_of("schema", "table");
  capabilities_.replace = prefix && prefix->ends_with('/') ? ReplaceLevel::table : ReplaceLevel::file;
}

std::string FilesystemDestination::location() const { return "file://" + url_encoded(options_.bucket.string()); }

Result<DatasetInfo> FilesystemDestination::inspect(std::string_view pipeline_name) {
  DECANT_TRY(StagedLoads(folder_).recover(options_.lock_wait));
  const ControlFiles control(folder_);
  DatasetInfo info;
  DECANT_TRY(const auto version, control.version());
  info.exists = version.has_value();
  if (!info.exists) return info;
  DECANT_TRY(auto state, control.newest_state(pipeline_name));
  if (state) info.state = std::move(state->row);
  DECANT_TRY(info.schemas, control.newest_schemas());
  return info;
}

Result<void> FilesystemDestination::read_boundary(std::string_view pipeline_name, const BoundaryKey& key,
                                                  state::BoundarySet& hashes) {
  return BoundaryFiles(folder_).read(pipeline_name, key, hashes);
}

Result<schema::Provenance> FilesystemDestination::read_provenance(std::string_view schema) {
  return ProvenanceFile(folder_, schema).read();
}

Result<bool> FilesystemDestination::has_load(std::string_view load_id) {
  DECANT_TRY(StagedLoads(folder_).recover(options_.lock_wait));
  return ControlFiles(folder_).has_load(load_id);
}

Result<LoadReport> FilesystemDestination::publish(LoadRequest request) {
  DECANT_FAULT_POINT("publish.opened");
  DECANT_TRY(request.may_change());
  DECANT_FAULT_POINT("publish.begin");
  const StagedLoads staged(folder_);
  DECANT_TRY(const auto lock, staged.lock(options_.lock_wait));
  DECANT_TRY(staged.finish_decided());
  auto report = FilePublication(options_, folder_, request).run();
  if (!report) {
    // What was staged may be what filled the disk.
    const auto removed = staged.remove_undecided();
    if (!removed) log(LogLevel::debug, "not removed: " + removed.error().message);
    return report;
  }
  DECANT_FAULT_POINT("publish.after_commit");
  return report;
}

Result<void> FilesystemDestination::drop() {
  std::error_code error;
  if (!std::filesystem::exists(folder_, error)) return {};
  DECANT_TRY(const auto lock, StagedLoads(folder_).lock(options_.lock_wait));
  return decant::remove_all(folder_);
}

Result<std::unique_ptr<QueryResult>> FilesystemDestination::query(std::string_view sql) {
  DECANT_TRY(StagedLoads(folder_).recover(options_.lock_wait));
  DECANT_TRY(const auto version, ControlFiles(folder_).version());
  if (!version) {
    return fail(ErrorKind::destination, "there is no dataset " + options_.dataset + " in " + options_.bucket.string(),
                "load something into it first");
  }
  return query_files(options_, folder_, sql);
}

}  // namespace decant::destination
