#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace forget {

/// What a record of the journal tells of. Its number stands in the file; `replay.py` reads it.
enum class Kind : std::uint8_t {
  data = 'W',       ///< bytes of a file, or its size, are about to change
  sync_file = 'S',  ///< a file's bytes are on the disk
  create = 'C',     ///< a name is about to be made
  unlink = 'U',     ///< a name is about to go
  rename = 'R',     ///< a name is about to become another
  exchange = 'E',   ///< two names are about to change places
  make_folder = 'M',
  remove_folder = 'X',
  sync_folder = 'D',  ///< the names in a folder are on the disk
};

/// The head of a record, as it lies in the file; behind it the path (for two names both, with a NUL between), then the
/// bytes that stood where `data` writes.
struct Head {
  std::uint32_t mark = 0x4A474F46;
  std::uint32_t kind = 0;
  std::uint64_t file = 0;      ///< inode
  std::uint64_t replaced = 0;  ///< of a rename: inode of the file that had the new name; 0: none
  std::uint64_t offset = 0;    ///< of `data`: where it begins
  std::uint64_t length = 0;    ///< of `data`: bytes that change
  std::uint64_t old_size = 0;  ///< of `data`: size of the file before
  std::uint32_t path_size = 0;
  std::uint32_t bytes_size = 0;
};

/// What is needed to undo every change below some folders that no fsync has made durable yet: one file of records, each
/// written before the change it tells of, and a hard link to each file that changes, named by its inode.
/// The environment says where: DECANT_FORGET (folder of the journal, which must exist, on the same file system) and
/// DECANT_FORGET_ROOTS (absolute folders, separated by colons). Without them nothing is recorded.
class Journal {
 public:
  static Journal& of_process();

  [[nodiscard]] bool is_on() const { return file_ >= 0; }
  /// Held from before a record until its change is made: the journal has the order in which changes were made.
  std::mutex& mutex() { return mutex_; }

  /// The path without `.`, `..` and double slashes, made absolute by `folder` (AT_FDCWD or a descriptor); empty if it
  /// lies in none of the folders that are watched.
  [[nodiscard]] std::string watched_path(int folder, const char* path) const;
  /// The same of an open file or folder.
  [[nodiscard]] std::string watched_path(int descriptor) const;

  /// Links a file that is open; its changes are recorded from now on.
  void track(int descriptor);
  /// Links the file at a path, before its name goes; its inode, or 0 if there is none.
  std::uint64_t keep(const std::string& path);

  /// Bytes of an open file are about to change, or its size. Nothing if the file is not tracked.
  void will_change(int descriptor, off_t offset, std::uint64_t length);
  void will_resize(int descriptor, off_t size);
  /// A file or folder is durable now, unless this sync is one that shall have no effect (DECANT_FORGET_SKIP: a pattern
  /// for paths, those of folders end with a slash).
  void synced(int descriptor);

  void add(Kind kind, const std::string& path, std::uint64_t file = 0, std::uint64_t replaced = 0);

 private:
  Journal();
  void write(Head head, std::string_view path, std::string_view bytes);
  [[nodiscard]] bool is_watched(std::string_view path) const;
  void link_as(std::uint64_t inode, int folder, const char* path, int flags);

  std::mutex mutex_;
  std::string folder_;
  std::vector<std::string> roots_;
  std::string skipped_;
  std::int64_t kill_at_ = 0;  ///< number of the record before which the process is killed (DECANT_FORGET_KILL_AT)
  std::int64_t records_ = 0;
  int file_ = -1;
  std::map<std::uint64_t, int> tracked_;  ///< inode -> a descriptor of our own for it
};

}  // namespace forget
