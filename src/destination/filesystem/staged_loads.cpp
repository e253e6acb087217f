#include "destination/filesystem/staged_loads.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <thread>
#include <utility>

#include "core/fault.h"
#include "core/file.h"
#include "destination/filesystem/path_layout.h"
#include "json/value.h"
#include "json/write.h"

namespace decant::destination {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRecord = "changes.json";
constexpr std::int64_t kVersion = 2;
constexpr std::int64_t kFirstVersion = 1;  ///< had no `exchanged`
constexpr std::chrono::milliseconds kPause(20);

std::string text_of(const FileChanges& changes) {
  json::Value document = json::Value::object();
  document["version"] = kVersion;
  document["load_id"] = changes.load_id;
  json::Value removed = json::Value::array();
  for (const auto& path : changes.removed) removed.push_back(path);
  document["removed"] = std::move(removed);
  json::Value exchanged = json::Value::array();
  for (const auto& table : changes.exchanged) {
    json::Value exchange = json::Value::object();
    exchange["staged"] = table.staged;
    exchange["folder"] = table.folder;
    exchange["old"] = table.old;
    exchanged.push_back(std::move(exchange));
  }
  document["exchanged"] = std::move(exchanged);
  json::Value moved = json::Value::array();
  for (const auto& file : changes.moved) {
    json::Value move = json::Value::object();
    move["staged"] = file.staged;
    move["path"] = file.path;
    moved.push_back(std::move(move));
  }
  document["moved"] = std::move(moved);
  return json::write_pretty(document) + "\n";
}

const json::Value::Array& entries_of(const json::Value& document, std::string_view key) {
  static const json::Value::Array kNone;
  const json::Value* const list = document.find(key);
  return list != nullptr && list->is_array() ? list->as_array() : kNone;
}

FileChanges changes_of(const json::Value& document) {
  FileChanges changes;
  changes.load_id = document.text_or("load_id", "");
  for (const auto& entry : entries_of(document, "removed")) {
    changes.removed.push_back(entry.is_string() ? entry.as_string() : std::string());
  }
  for (const auto& entry : entries_of(document, "exchanged")) {
    changes.exchanged.push_back({.staged = entry.text_or("staged", ""),
                                 .folder = entry.text_or("folder", ""),
                                 .old = entry.text_or("old", "")});
  }
  for (const auto& entry : entries_of(document, "moved")) {
    changes.moved.push_back({.staged = entry.text_or("staged", ""), .path = entry.text_or("path", "")});
  }
  return changes;
}

/// The record is a file that anybody may have written: its paths must not lead out of the dataset.
bool stays_inside(const FileChanges& changes) {
  return !changes.moved.empty() && std::all_of(changes.removed.begin(), changes.removed.end(), is_below) &&
         std::all_of(changes.exchanged.begin(), changes.exchanged.end(),
                     [](const FileChanges::Exchange& table) {
                       return is_below(table.staged) && is_below(table.folder) && is_below(table.old);
                     }) &&
         std::all_of(changes.moved.begin(), changes.moved.end(),
                     [](const FileChanges::Move& file) { return is_below(file.staged) && is_below(file.path); });
}

Result<FileChanges> read_changes(const fs::path& path) {
  DECANT_TRY(const auto text, read_file(path));
  if (const auto document = json::parse_value(text)) {
    const auto version = document->integer_or("version", 0);
    auto changes = changes_of(*document);
    if (version >= kFirstVersion && version <= kVersion && stays_inside(changes)) return changes;
  }
  auto failed = fail(ErrorKind::destination, path.string() + " is damaged: a load that it decided cannot be finished",
                     "remove its folder and load again");
  failed.error().details.file = path.string();
  return failed;
}

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

Result<void> put_in_place(const fs::path& from, const fs::path& to) {
  if (std::rename(from.c_str(), to.c_str()) == 0) return {};
  return fail_with_errno("put in place", to, errno);
}

/// Waits until a folder, and all folders in it, are on the disk.
Result<void> sync_tree(const fs::path& folder) {
  DECANT_TRY(sync_directory(folder));
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->is_directory(error)) DECANT_TRY(sync_directory(at->path()));
  }
  if (error) return fail_with_errno("read", folder, error.value());
  return {};
}

}  // namespace

StagedLoads::StagedLoads(fs::path dataset) : dataset_(std::move(dataset)), home_(dataset_ / "_decant") {}

Result<FolderLock> StagedLoads::lock(std::chrono::milliseconds wait) const {
  const auto deadline = std::chrono::steady_clock::now() + wait;
  for (;;) {
    auto lock = FolderLock::acquire(home_ / "lock");
    if (lock || lock.error().kind != ErrorKind::state) return lock;
    if (std::chrono::steady_clock::now() >= deadline) {
      lock.error().kind = ErrorKind::destination;
      lock.error().hint = "run again when it has ended";
      return lock;
    }
    std::this_thread::sleep_for(kPause);
  }
}

Result<std::vector<fs::path>> StagedLoads::folders() const {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator at(home_, error), end; !error && at != end; at.increment(error)) {
    if (at->is_directory(error)) found.push_back(at->path());
  }
  if (error && error != std::errc::no_such_file_or_directory) return fail_with_errno("read", home_, error.value());
  std::sort(found.begin(), found.end());
  return found;
}

Result<void> StagedLoads::finish_decided() const {
  DECANT_TRY(const auto staged, folders());
  for (const auto& folder : staged) {
    if (!is_there(folder / kRecord)) continue;
    DECANT_TRY(auto changes, read_changes(folder / kRecord));
    changes.load_id = folder.filename().string();
    DECANT_TRY(apply(changes));
  }
  return {};
}

Result<bool> StagedLoads::has_decided() const {
  DECANT_TRY(const auto staged, folders());
  return std::any_of(staged.begin(), staged.end(), [](const fs::path& folder) { return is_there(folder / kRecord); });
}

Result<void> StagedLoads::recover(std::chrono::milliseconds wait) const {
  DECANT_TRY(const bool decided, has_decided());
  if (!decided) return {};
  DECANT_TRY(const auto held, lock(wait));
  return finish_decided();
}

Result<void> StagedLoads::remove_undecided() const {
  DECANT_TRY(const auto staged, folders());
  for (const auto& folder : staged) {
    if (!is_there(folder / kRecord)) DECANT_TRY(decant::remove_all(folder));
  }
  return {};
}

Result<fs::path> StagedLoads::begin(std::string_view load_id) const {
  auto folder = home_ / load_id;
  DECANT_TRY(decant::create_directories(folder));
  return folder;
}

Result<void> StagedLoads::commit(const FileChanges& changes) const {
  DECANT_FAULT_POINT("publish.before_commit");
  const auto staging = home_ / changes.load_id;
  // Once the record is there, old files may go: by then all that it speaks of has to be found again after a crash.
  DECANT_TRY(sync_tree(staging));
  DECANT_TRY(sync_upwards({staging}));
  DECANT_TRY(write_file_atomically(staging / kRecord, text_of(changes)));
  DECANT_FAULT_POINT("publish.after_decision");
  return apply(changes);
}

/// The entries of folders in the folders above them, up to the bucket.
Result<void> StagedLoads::sync_upwards(const std::set<fs::path>& folders) const {
  const auto bucket = dataset_.parent_path();
  std::set<fs::path> above = {bucket};
  for (auto folder : folders) {
    while (folder != bucket && folder.has_relative_path()) above.insert(folder = folder.parent_path());
  }
  for (const auto& folder : above) {
    if (is_there(folder)) DECANT_TRY(sync_directory(folder));
  }
  return {};
}

Result<void> StagedLoads::move(const FileChanges::Move& file, const fs::path& staging) const {
  const auto from = staging / file.staged;
  const auto to = dataset_ / file.path;
  // Moved before an interruption.
  if (!is_there(from) && is_there(to)) return {};
  DECANT_TRY(decant::create_directories(to.parent_path()));
  return put_in_place(from, to);
}

Result<void> StagedLoads::exchange(const FileChanges::Exchange& table, const fs::path& staging) const {
  const auto staged = staging / table.staged;
  const auto place = dataset_ / table.folder;
  const auto aside = staging / (table.staged + ".old");
  if (is_there(place / table.old)) {
    if (::renameat2(AT_FDCWD, staged.c_str(), AT_FDCWD, place.c_str(), RENAME_EXCHANGE) == 0) return {};
    // Not every file system can do it at once.
    if (errno != EINVAL && errno != ENOSYS && errno != EXDEV && errno != ENOTSUP) {
      return fail_with_errno("put in place", place, errno);
    }
    DECANT_TRY(put_in_place(place, aside));
  }
  // Exchanged before an interruption, or the old one was put aside and the new one not yet there.
  return is_there(place) ? Result<void>() : put_in_place(staged, place);
}

/// All but the load record.
Result<void> StagedLoads::replace_files(const FileChanges& changes) const {
  const auto staging = home_ / changes.load_id;
  for (const auto& path : changes.removed) {
    const auto file = dataset_ / path;
    if (std::remove(file.c_str()) != 0 && errno != ENOENT) return fail_with_errno("remove", file, errno);
    DECANT_FAULT_POINT("publish.after_removal");
  }
  for (const auto& table : changes.exchanged) {
    DECANT_TRY(exchange(table, staging));
    DECANT_FAULT_POINT("publish.after_exchange");
  }
  for (const auto& file : changes.moved) {
    if (&file == &changes.moved.back()) break;
    DECANT_TRY(move(file, staging));
    DECANT_FAULT_POINT("publish.after_file");
  }
  return {};
}

Result<void> StagedLoads::apply(const FileChanges& changes) const {
  const auto staging = home_ / changes.load_id;
  const auto& record = changes.moved.back();
  const bool is_finished = !is_there(staging / record.staged) && is_there(dataset_ / record.path);
  if (!is_finished) {
    DECANT_TRY(replace_files(changes));
    // The load record says that all the rest is there, so that has to be on the disk.
    std::set<fs::path> touched = {staging};
    for (const auto& path : changes.removed) touched.insert((dataset_ / path).parent_path());
    for (const auto& table : changes.exchanged) touched.insert((dataset_ / table.folder).parent_path());
    for (const auto& file : changes.moved) touched.insert((dataset_ / file.path).parent_path());
    DECANT_TRY(decant::create_directories((dataset_ / record.path).parent_path()));
    for (const auto& folder : touched) {
      if (is_there(folder)) DECANT_TRY(sync_directory(folder));
    }
    DECANT_TRY(sync_upwards(touched));
    DECANT_FAULT_POINT("publish.before_load_record");
    DECANT_TRY(move(record, staging));
  }
  DECANT_TRY(sync_directory((dataset_ / record.path).parent_path()));
  DECANT_FAULT_POINT("publish.before_cleanup");
  // The record goes first and for good: later loads may take away what it speaks of.
  std::error_code error;
  fs::remove(staging / kRecord, error);
  if (error) return fail_with_errno("remove", staging / kRecord, error.value());
  DECANT_TRY(sync_directory(staging));
  return decant::remove_all(staging);
}

}  // namespace decant::destination
