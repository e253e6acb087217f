#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"

namespace decant::state {

/// Most boundary hashes that stand in the state document. dlt warns from here on; more of them live in a table of the
/// dataset (docs/formats/boundary.md).
inline constexpr std::size_t kMaxStateHashes = 200;

/// Digest of a record that carries its cursor's newest value: 15 bytes of SHAKE-128, or the first 9 of them, which is
/// what newer versions of dlt write. In the state document it is base64 of 20 or 12 characters.
struct BoundaryHash {
  static constexpr std::uint8_t kLong = 15;
  static constexpr std::uint8_t kShort = 9;

  std::array<char, kLong> bytes{};  ///< what lies behind `size` is zero
  std::uint8_t size = 0;            ///< kLong or kShort; 0: no hash

  /// Nothing if the text is no such hash.
  static std::optional<BoundaryHash> from_text(std::string_view text);
  [[nodiscard]] std::string text() const;
  /// The first 9 bytes alone.
  [[nodiscard]] BoundaryHash shortened() const;

  friend bool operator==(const BoundaryHash&, const BoundaryHash&) = default;
};

/// A set of boundary hashes: 16 bytes a slot, between a third and two thirds of them in use.
class BoundarySet {
 public:
  /// Whether the hash was not in the set yet.
  bool insert(const BoundaryHash& hash);

  /// Whether the record of that (long) hash is in the set, under its long or its short form.
  [[nodiscard]] bool contains_record(const BoundaryHash& hash) const {
    return contains(hash) || (short_count_ > 0 && contains(hash.shortened()));
  }
  /// Whether the hash itself is.
  [[nodiscard]] bool contains(const BoundaryHash& hash) const;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  /// How many are short.
  [[nodiscard]] std::size_t short_count() const { return short_count_; }
  void clear();

  /// All hashes, by their bytes.
  [[nodiscard]] std::vector<BoundaryHash> sorted() const;

 private:
  [[nodiscard]] std::size_t slot_of(const BoundaryHash& hash) const;
  void grow();

  std::vector<BoundaryHash> slots_;  ///< a power of two of them, or none
  std::size_t size_ = 0;
  std::size_t short_count_ = 0;
};

/// What a page changes in the boundary of its resource's cursor.
struct BoundaryChange {
  std::string cursor_path;          ///< empty: nothing changes
  bool resets = false;              ///< the hashes so far do not count any more
  std::vector<BoundaryHash> added;  ///< that were not there

  /// Lays a later change over this one.
  void append(BoundaryChange later);

  friend bool operator==(const BoundaryChange&, const BoundaryChange&) = default;
};

/// The hashes in a list `unique_hashes` of the state document. Texts of other forms, which match no record, are left
/// out.
BoundarySet boundary_from(const json::Value& unique_hashes);

/// The list `unique_hashes`: each hash as text, in the order of their bytes.
json::Value unique_hashes_of(std::vector<BoundaryHash> hashes);

/// The list that stands for `count` hashes in the dataset's table. Its one entry is no hash of any version of dlt,
/// which drops it as soon as the cursor's value moves, or with the state of the resource.
json::Value unique_hashes_in_table(std::uint64_t count);

/// Whether a list says that hashes are in the dataset's table.
bool is_in_table(const json::Value& unique_hashes);

}  // namespace decant::state
