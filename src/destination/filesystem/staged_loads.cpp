#include "destination/filesystem/staged_loads.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <set>
#include <system_error>
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
constexpr std::int64_t kVersion = 1;

std::string text_of(const FileChanges& changes) {
  json::Value document = json::Value::object();
  document["version"] = kVersion;
  document["load_id"] = changes.load_id;
  json::Value removed = json::Value::array();
  for (const auto& path : changes.removed) removed.push_back(path);
  document["removed"] = std::move(removed);
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

/// The record is a file that anybody may have written: its paths must not lead out of the dataset.
Result<FileChanges> read_changes(const fs::path& path) {
  DECANT_TRY(const auto text, read_file(path));
  const auto document = json::parse_value(text);
  bool is_good = document && document->integer_or("version", 0) == kVersion;
  FileChanges changes;
  if (is_good) {
    changes.load_id = document->text_or("load_id", "");
    for (const auto& entry : entries_of(*document, "removed")) {
      changes.removed.push_back(entry.is_string() ? entry.as_string() : std::string());
    }
    for (const auto& entry : entries_of(*document, "moved")) {
      changes.moved.push_back({.staged = entry.text_or("staged", ""), .path = entry.text_or("path", "")});
    }
    is_good = !changes.moved.empty() && std::all_of(changes.removed.begin(), changes.removed.end(), is_below) &&
              std::all_of(changes.moved.begin(), changes.moved.end(),
                          [](const FileChanges::Move& file) { return is_below(file.staged) && is_below(file.path); });
  }
  if (is_good) return changes;
  auto failed = fail(ErrorKind::destination, path.string() + " is damaged: a load that it decided cannot be finished",
                     "remove its folder and load again");
  failed.error().details.file = path.string();
  return failed;
}

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

}  // namespace

StagedLoads::StagedLoads(fs::path dataset) : dataset_(std::move(dataset)), home_(dataset_ / "_decant") {}

Result<FolderLock> StagedLoads::lock() const {
  auto lock = FolderLock::acquire(home_ / "lock");
  if (!lock && lock.error().kind == ErrorKind::state) {
    lock.error().kind = ErrorKind::destination;
    lock.error().hint = "run again when it has ended";
  }
  return lock;
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

Result<void> StagedLoads::recover() const {
  DECANT_TRY(const auto staged, folders());
  if (std::none_of(staged.begin(), staged.end(), [](const fs::path& folder) { return is_there(folder / kRecord); })) {
    return {};
  }
  auto held = lock();
  if (!held && held.error().kind == ErrorKind::destination) return {};
  if (!held) return fail(std::move(held).error());
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
  DECANT_TRY(sync_directory(home_ / changes.load_id));
  DECANT_TRY(write_file_atomically(home_ / changes.load_id / kRecord, text_of(changes)));
  return apply(changes);
}

Result<void> StagedLoads::move(const FileChanges::Move& file, const fs::path& staging) const {
  const auto from = staging / file.staged;
  const auto to = dataset_ / file.path;
  DECANT_TRY(decant::create_directories(to.parent_path()));
  if (std::rename(from.c_str(), to.c_str()) == 0) return {};
  const int error_number = errno;
  // Moved before the interruption.
  if (error_number == ENOENT && is_there(to)) return {};
  return fail_with_errno("put in place", to, error_number);
}

Result<void> StagedLoads::apply(const FileChanges& changes) const {
  const auto staging = home_ / changes.load_id;
  std::set<fs::path> touched;
  for (const auto& path : changes.removed) {
    const auto file = dataset_ / path;
    if (std::remove(file.c_str()) != 0 && errno != ENOENT) return fail_with_errno("remove", file, errno);
    touched.insert(file.parent_path());
  }
  for (const auto& file : changes.moved) {
    // The load record says that all the rest is there, so that has to be on the disk.
    if (&file == &changes.moved.back()) {
      for (const auto& folder : touched) {
        if (is_there(folder)) DECANT_TRY(sync_directory(folder));
      }
    }
    DECANT_TRY(move(file, staging));
    touched.insert((dataset_ / file.path).parent_path());
    DECANT_FAULT_POINT("publish.after_file");
  }
  DECANT_TRY(sync_directory((dataset_ / changes.moved.back().path).parent_path()));
  return decant::remove_all(staging);
}

}  // namespace decant::destination
