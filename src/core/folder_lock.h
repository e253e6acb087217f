#pragma once

#include <filesystem>

#include "core/result.h"

namespace decant {

/// Holds the lock of a working folder: one run at a time. The system lets go of it when the process ends, however it
/// ends. Move-only.
class FolderLock {
 public:
  /// Takes the lock file `path`, making it and its folder if absent. If another process has it, an error of kind
  /// `state` that names the process; does not wait.
  static Result<FolderLock> acquire(const std::filesystem::path& path);

  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

}  // namespace decant
