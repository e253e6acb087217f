#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>

#include "core/clock.h"
#include "core/result.h"
#include "core/time.h"
#include "json/value.h"
#include "pipeline/package_normalizer.h"
#include "schema/schema.h"
#include "source/source.h"

namespace decant::pipeline {

/// When a long extract is cut into packages that are published while it goes on; 0: not by this.
struct PackageSize {
  std::uint64_t bytes = 0;  ///< of responses
  Micros interval = 0;      ///< since the package was begun

  [[nodiscard]] bool is_set() const { return bytes > 0 || interval > 0; }
};

/// Why the packages of a source's resources cannot be cut without changing the result; empty if they can.
std::string objection_to_slices(const source::Source& source);

/// Cuts one extract. Pages are taken under hold(), a cut excludes them; one package at a time is on its way into the
/// destination.
class Slicing {
 public:
  /// What is known of a package once it is cut off. Its pages are normalized up to here.
  struct Cut {
    std::string load_id;
    json::Value state;             ///< shared document that it brings; null: none
    bool describes_state = false;  ///< its schema has the state's table
    std::optional<std::int64_t> base_state_version;
    std::string next_load_id;  ///< of the package that goes on
  };
  /// The same, normalized.
  struct Ended {
    Cut cut;
    std::unique_ptr<PackageNormalizer> normalizer;
  };
  struct Steps {
    std::function<Result<Cut>()> cut;  ///< seals the package and begins the next; under the exclusive lock
    std::function<Result<std::unique_ptr<PackageNormalizer>>(schema::Schema, const std::string& load_id)> normalizer;
    std::function<Result<void>(Ended)> publish;  ///< on the caller's thread
    std::function<bool()> can_cut;               ///< under the exclusive lock
  };

  Slicing(PackageSize size, Steps steps) : size_(size), steps_(std::move(steps)), begun_(process_clock().now()) {}

  /// Keeps a cut away while a page is taken. Any thread.
  [[nodiscard]] std::shared_lock<std::shared_mutex> hold() { return std::shared_lock(mutex_); }

  /// Of the package that pages go into now; under hold().
  [[nodiscard]] std::size_t number() const { return number_; }

  /// Any thread.
  void count(std::uint64_t bytes) { bytes_.fetch_add(bytes, std::memory_order_relaxed); }

  /// Cuts if it is time, not under hold(). `queue` hands the cut to the normalizing thread, behind all pages before it.
  Result<void> cut_if_due(const std::function<Result<void>(Cut)>& queue);

  [[nodiscard]] Result<std::unique_ptr<PackageNormalizer>> begin(schema::Schema schema, const Cut& before) const {
    return steps_.normalizer(std::move(schema), before.next_load_id);
  }

  /// On the caller's thread; the next cut may come then.
  Result<void> publish(Ended ended);

 private:
  [[nodiscard]] bool is_due() const;

  const PackageSize size_;
  const Steps steps_;
  std::shared_mutex mutex_;
  std::size_t number_ = 0;
  std::atomic<std::uint64_t> bytes_{0};
  std::atomic<Micros> begun_;
  std::atomic<bool> in_flight_{false};
};

}  // namespace decant::pipeline
