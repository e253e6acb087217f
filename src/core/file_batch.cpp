#include "core/file_batch.h"

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "core/fault.h"

namespace decant {

namespace {

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

Result<void> put_into_place(const std::filesystem::path& from, const std::filesystem::path& to) {
  DECANT_FAULT_POINT("file.before_rename");
  if (std::rename(from.c_str(), to.c_str()) != 0) return fail_with_errno("replace", to, errno);
  DECANT_FAULT_POINT("file.after_rename");
  return {};
}

}  // namespace

Result<void> FileBatch::add_folder(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return {};
  const auto parent = folder_of(path.has_filename() ? path : path.parent_path());
  if (parent != path) DECANT_TRY(add_folder(parent));
  std::filesystem::create_directory(path, error);
  if (error) return fail_with_errno("create the folder", path, error.value());
  // Else what is made durable in it could be gone with its name.
  changed_folders_.insert(parent);
  return {};
}

Result<void> FileBatch::add(const std::filesystem::path& path, std::string_view bytes) {
  DECANT_TRY(add_folder(folder_of(path)));
  auto temporary = path;
  temporary += ".tmp";
  DECANT_TRY(File file, File::create(temporary));
  DECANT_TRY(file.write(bytes));
  file.start_sync();
  pending_.push_back({.is_placed = false, .file = std::move(file), .temporary = std::move(temporary), .path = path});
  changed_folders_.insert(folder_of(path));
  return {};
}

Result<void> FileBatch::place(const std::filesystem::path& path, std::string_view bytes) {
  DECANT_TRY(add(path, bytes));
  Pending& added = pending_.back();
  DECANT_TRY(put_into_place(added.temporary, path));
  added.is_placed = true;
  return {};
}

Result<void> FileBatch::commit() {
  if (failure_) return fail(*failure_);
  auto done = bring_to_disk();
  if (!done) failure_ = done.error();
  return done;
}

Result<void> FileBatch::bring_to_disk() {
  for (auto& pending : pending_) {
    DECANT_FAULT_POINT("file.before_sync");
    DECANT_TRY(pending.file.sync());
    DECANT_TRY(pending.file.close());
  }
  for (const auto& pending : std::exchange(pending_, {})) {
    if (!pending.is_placed) DECANT_TRY(put_into_place(pending.temporary, pending.path));
  }
  for (const auto& folder : std::exchange(changed_folders_, {})) DECANT_TRY(sync_directory(folder));
  return {};
}

}  // namespace decant
