#include "pipeline/working_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "core/file.h"
#include "core/hash.h"
#include "json/write.h"
#include "pipeline/json_file.h"
#include "state/state_file.h"

namespace decant::pipeline {

namespace {

constexpr std::string_view kSchemaSuffix = ".schema.json";
constexpr std::size_t kMaxName = 200;

/// The first folder below `path`, or an empty path. dlt keeps version files beside its packages.
std::filesystem::path first_folder_in(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::path first;
  for (std::filesystem::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    if (at->is_directory(error) && (first.empty() || at->path() < first)) first = at->path();
  }
  return first;
}

/// Covers a folder and those above it on its file system, as far as this user could have made what lies in them.
void cover_upwards(const std::filesystem::path& path, FileBatch& folders) {
  std::error_code error;
  auto folder = std::filesystem::absolute(path, error);
  struct stat own = {};
  if (error || ::stat(folder.c_str(), &own) != 0) return;
  for (struct stat at = own; at.st_dev == own.st_dev && ::access(folder.c_str(), R_OK | W_OK) == 0;) {
    folders.cover(folder);
    const auto parent = folder.parent_path();
    if (parent == folder || ::stat(parent.c_str(), &at) != 0) return;
    folder = parent;
  }
}

}  // namespace

Result<WorkingFolder> WorkingFolder::at(const std::filesystem::path& pipelines_dir, std::string_view name) {
  const bool is_name = !name.empty() && name.size() <= kMaxName && name != "." && name != ".." &&
                       std::none_of(name.begin(), name.end(), [](char c) {
                         return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
                       });
  if (!is_name)
    return fail(ErrorKind::usage, "\"" + std::string(name) + "\" cannot be a pipeline's name",
                "use letters, digits, - and _");
  return WorkingFolder(pipelines_dir / name);
}

Result<FolderLock> WorkingFolder::lock() const {
  FileBatch folders;
  DECANT_TRY(auto lock, this->lock(folders));
  DECANT_TRY(folders.commit());
  return lock;
}

Result<FolderLock> WorkingFolder::lock(FileBatch& folders) const {
  DECANT_TRY(folders.add_folder(provenance()));
  // Whoever made those that were there may have ended before they were on the disk: not so if there is a state.
  if (!exists()) cover_upwards(provenance(), folders);
  return FolderLock::acquire(lock_file());
}

bool WorkingFolder::exists() const {
  std::error_code error;
  return std::filesystem::exists(state_file(), error);
}

Result<std::optional<state::PipelineState>> WorkingFolder::read_state() const {
  return state::read_state_file(state_file());
}

std::filesystem::path WorkingFolder::schema_file(std::string_view name) const {
  return schemas() / (std::string(name) + std::string(kSchemaSuffix));
}

Result<std::vector<std::string>> WorkingFolder::schema_names() const {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator at(schemas(), error), end; !error && at != end; at.increment(error)) {
    const std::string file = at->path().filename().string();
    if (file.size() > kSchemaSuffix.size() && file.ends_with(kSchemaSuffix))
      names.push_back(file.substr(0, file.size() - kSchemaSuffix.size()));
  }
  if (error && error != std::errc::no_such_file_or_directory) return fail_with_errno("read", schemas(), error.value());
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::optional<schema::Schema>> WorkingFolder::read_schema(std::string_view name) const {
  return read_json_file<schema::Schema>(schema_file(name), &schema::Schema::from_json);
}

std::filesystem::path WorkingFolder::provenance_file(std::string_view schema,
                                                     const destination::Destination& destination) const {
  constexpr std::size_t kDigits = 12;
  const std::string key = sha256_hex(destination.location() + "\n" + destination.dataset()).substr(0, kDigits);
  return provenance() / (std::string(schema) + "." + key + ".json");
}

Result<void> WorkingFolder::write_state(const state::PipelineState& state, FileBatch& files) const {
  return files.add(state_file(), state::state_file_text(state));
}

Result<void> WorkingFolder::write_schema(const schema::Schema& schema, FileBatch& files) const {
  return files.add(schema_file(schema.name()), json::write_pretty(schema.to_json()));
}

Result<void> WorkingFolder::refuse_pending_of_dlt() const {
  // What dlt itself counts as pending. Its other folders may keep what an interrupted step left, which it never
  // removes.
  for (const auto& folder : {path_ / "normalize" / "extracted", path_ / "load" / "normalized"}) {
    const auto package = first_folder_in(folder);
    if (package.empty()) continue;
    const std::string name = path_.filename().string();
    return fail(ErrorKind::state,
                "dlt left a package in this pipeline's folder that is not loaded yet: " + package.string(),
                "finish it with dlt, or drop it: dlt pipeline " + name + " drop-pending-packages");
  }
  return {};
}

}  // namespace decant::pipeline
