#pragma once

#include <cstddef>
#include <cstdint>

#include "sandbox/centra/store_options.h"
#include "sandbox/data/local_time.h"
#include "sandbox/data/random.h"

namespace decant::sandbox {

/// The time between two versions of the store. Short, so that a client that asks for what changed since its last run,
/// an hour's overlap included, finds some versions' changes whatever its own clock says.
inline constexpr std::int64_t kVersionSeconds = 600;

/// Orders, and what hangs on them, change while they are younger than this: a client that looks 30 days back sees it.
inline constexpr std::int64_t kChangeableSeconds = 29 * kSecondsPerDay;

/// Which version of the store last touched a record.
struct Revision {
  /// 0: the record is as in the beginning.
  unsigned version = 0;
  /// Whether that version made the record rather than changed it.
  bool added = false;
  LocalTime time;

  bool changed() const { return version > 0 && !added; }
  /// Touched records have new fields …
  bool has_new_fields() const { return version >= 1; }
  /// … and from version 2 on a new nested list, a field of another type, and one field less.
  bool has_new_shape() const { return version >= 2; }
};

/// How the store grows and changes from version to version. A record that no version touched keeps its bytes. Nothing
/// is ever removed, and the first record of a collection stays as it is: the columns get their types from it.
class Drift {
 public:
  explicit Drift(const StoreOptions& options) : seed_(options.seed), version_(options.drift), start_(options.clock) {}

  unsigned version() const { return version_; }
  /// The store's now.
  LocalTime now() const { return start_ + version_ * kVersionSeconds; }

  /// How many records a collection has in a version that began with `base`; each version adds a hundredth,
  /// rounded up; what began empty stays so.
  static std::size_t grown(std::size_t base, unsigned version) { return base + version * added_per_version(base); }
  std::size_t grown(std::size_t base) const { return grown(base, version_); }

  /// The last touch of the record at `index` of a collection that began with `base` records. About one in twelve
  /// changes in a version; the last of the beginning changes in each. `stream` tells the collections apart.
  Revision revision(Stream stream, std::size_t index, std::size_t base) const;

  /// As `revision`, for a record that may only have been added.
  Revision birth(std::size_t index, std::size_t base) const;

  bool is_changeable(LocalTime date) const { return date >= start_ - kChangeableSeconds; }

 private:
  static std::size_t added_per_version(std::size_t base) { return (base + 99) / 100; }

  std::uint64_t seed_;
  unsigned version_;
  LocalTime start_;
};

}  // namespace decant::sandbox
