#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "json/value.h"
#include "package/manifest.h"
#include "state/page.h"
#include "state/pipeline_state.h"

namespace decant::pipeline {

/// The states of a run's resources: what each begins with, what its pages change, and what comes of it. What belongs to
/// one resource is for one thread at a time.
class ResourceStates {
 public:
  /// What a resource begins with.
  struct Begin {
    state::ResourceState state;
    /// Its state in the document, and that is taken away: its write disposition is replace.
    bool is_dropped = false;
    /// Cursor paths whose boundary is in the dataset's table.
    std::vector<std::string> paths_in_table;
  };

  explicit ResourceStates(std::vector<Begin> begin);

  [[nodiscard]] const state::ResourceState& begin(std::size_t resource) const { return slots_[resource].begin.state; }

  /// Takes what a page changes.
  void add(std::size_t resource, const state::StateChange& change);

  /// Whether a boundary is in the dataset's table, or is going to be there.
  [[nodiscard]] bool has_large_boundary() const;

  /// What a resource's boundary is so far, for a package that goes on from here; nothing if it has none. Not for a
  /// large one.
  [[nodiscard]] std::optional<state::BoundaryChange> boundary_so_far(std::size_t resource) const;

  /// A boundary that outgrew the state document.
  struct LargeBoundary {
    std::string cursor_path;
    json::Value value;  ///< that the records share
    std::uint64_t records = 0;
  };

  /// Writes a resource's state into the document. Says what happens to the dataset's table by adding to `boundaries`,
  /// and which boundary stands there by adding to `large`.
  void finish(std::size_t resource, const std::string& source, const std::string& name, state::PipelineState& document,
              std::vector<package::BoundarySeal>& boundaries, std::vector<LargeBoundary>& large) const;

 private:
  struct Slot {
    Begin begin;
    json::Value change;
    std::string cursor_path;  ///< whose boundary pages told of; empty: none
    bool resets = false;
    std::uint64_t added = 0;                ///< hashes since the reset, or since the run began
    std::vector<state::BoundaryHash> some;  ///< those, as long as the state document might take them
  };

  static json::Value boundary_list(const Slot& slot, std::uint64_t count);

  std::vector<Slot> slots_;
};

/// What pages lay over a resource's state, with the boundary hashes that they add; null: nothing.
json::Value state_change_of(const state::StateChange& change);

/// Cursor paths of a resource's state whose boundary hashes are in the dataset's table.
std::vector<std::string> paths_in_table(const json::Value& state);

}  // namespace decant::pipeline
