#pragma once

#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/folder_lock.h"
#include "core/result.h"

namespace decant::destination {

/// What one load does to the files of a dataset. Paths are below the dataset's folder.
struct FileChanges {
  struct Move {
    std::string staged;  ///< name in the load's staging folder
    std::string path;    ///< where the file goes, in place of what is there
  };
  /// A table's folder is replaced as a whole.
  struct Exchange {
    std::string staged;  ///< folder in the load's staging folder with the new files
    std::string folder;  ///< whose place it takes; goes with all that is in it
    std::string old;     ///< name of a file in there that the new folder does not have
  };
  std::string load_id;
  std::vector<std::string> removed;
  std::vector<Exchange> exchanged;
  std::vector<Move> moved;  ///< in this order; the last is the load record
};

/// Loads on their way into a dataset (docs/formats/file-load.md): each is written whole into a staging folder inside
/// the dataset's, then a record of all changes is made durable, which decides the load; then files are renamed into
/// their places one by one, the load record last. A decided load that was interrupted is finished by whoever comes
/// next.
class StagedLoads {
 public:
  explicit StagedLoads(std::filesystem::path dataset);

  /// Keeps other loads out; waits for one that is under way. Error of kind `destination`: it took longer than `wait`.
  [[nodiscard]] Result<FolderLock> lock(std::chrono::milliseconds wait) const;

  /// Finishes the loads that are decided. The dataset must be locked.
  [[nodiscard]] Result<void> finish_decided() const;
  /// The same, or waits while another process is at it; nothing is touched where nothing is left.
  [[nodiscard]] Result<void> recover(std::chrono::milliseconds wait) const;
  /// Whether a load is decided and not finished.
  [[nodiscard]] Result<bool> has_decided() const;
  /// Removes what is left of loads that were never decided. The dataset must be locked.
  [[nodiscard]] Result<void> remove_undecided() const;

  /// The new, empty staging folder of a load.
  [[nodiscard]] Result<std::filesystem::path> begin(std::string_view load_id) const;
  /// Decides the load and finishes it.
  [[nodiscard]] Result<void> commit(const FileChanges& changes) const;

 private:
  [[nodiscard]] Result<std::vector<std::filesystem::path>> folders() const;
  [[nodiscard]] Result<void> apply(const FileChanges& changes) const;
  [[nodiscard]] Result<void> replace_files(const FileChanges& changes) const;
  [[nodiscard]] Result<void> exchange(const FileChanges::Exchange& table, const std::filesystem::path& staging) const;
  [[nodiscard]] Result<void> sync_upwards(const std::set<std::filesystem::path>& folders) const;
  [[nodiscard]] Result<void> move(const FileChanges::Move& file, const std::filesystem::path& staging) const;

  std::filesystem::path dataset_;
  std::filesystem::path home_;  ///< `_decant` in the dataset's folder
};

}  // namespace decant::destination
