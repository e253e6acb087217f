#include "pipeline/resource_states.h"

#include <algorithm>
#include <utility>

namespace decant::pipeline {

namespace {

const json::Value* hashes_at(const json::Value& state, std::string_view cursor_path) {
  const json::Value* found = state.find("incremental");
  for (const auto key : {cursor_path, std::string_view("unique_hashes")}) {
    if (found != nullptr) found = found->find(key);
  }
  return found;
}

bool is_in_table(const json::Value& state, std::string_view cursor_path) {
  const json::Value* hashes = hashes_at(state, cursor_path);
  return hashes != nullptr && state::is_in_table(*hashes);
}

const state::BoundarySet* stored(const state::ResourceState& state, std::string_view cursor_path) {
  const auto found = state.stored_boundaries.find(cursor_path);
  return found == state.stored_boundaries.end() ? nullptr : found->second.get();
}

}  // namespace

json::Value state_change_of(const state::StateChange& change) {
  json::Value told = change.state;
  const auto& boundary = change.boundary;
  if (boundary.cursor_path.empty() || boundary.added.empty()) return told;
  told["incremental"][boundary.cursor_path]["unique_hashes"] =
      boundary.added.size() > state::kMaxStateHashes ? state::unique_hashes_in_table(boundary.added.size())
                                                     : state::unique_hashes_of(boundary.added);
  return told;
}

std::vector<std::string> paths_in_table(const json::Value& state) {
  std::vector<std::string> paths;
  const json::Value* incremental = state.find("incremental");
  if (incremental == nullptr || !incremental->is_object()) return paths;
  for (const auto& [path, entry] : incremental->as_object()) {
    if (is_in_table(state, path)) paths.push_back(path);
  }
  return paths;
}

ResourceStates::ResourceStates(std::vector<Begin> begin) {
  for (auto& one : begin) {
    slots_.push_back(
        {.begin = std::move(one), .change = {}, .cursor_path = {}, .resets = false, .added = 0, .some = {}});
    Slot& slot = slots_.back();
    const state::StateChange decided = slot.begin.state.decided;
    add(slots_.size() - 1, decided);
  }
}

void ResourceStates::add(std::size_t resource, const state::StateChange& change) {
  Slot& slot = slots_[resource];
  if (!change.state.is_null()) state::lay_over(slot.change, change.state);
  if (change.boundary.cursor_path.empty()) return;
  slot.cursor_path = change.boundary.cursor_path;
  if (change.boundary.resets) {
    slot.resets = true;
    slot.added = 0;
    slot.some.clear();
  }
  slot.added += change.boundary.added.size();
  if (slot.added <= state::kMaxStateHashes) {
    slot.some.insert(slot.some.end(), change.boundary.added.begin(), change.boundary.added.end());
  } else {
    slot.some.clear();
  }
}

bool ResourceStates::has_large_boundary() const {
  return std::any_of(slots_.begin(), slots_.end(), [](const Slot& slot) {
    return !slot.begin.paths_in_table.empty() || slot.added > state::kMaxStateHashes;
  });
}

std::optional<state::BoundaryChange> ResourceStates::boundary_so_far(std::size_t resource) const {
  const Slot& slot = slots_[resource];
  if (slot.cursor_path.empty() || slot.some.empty()) return std::nullopt;
  state::BoundaryChange boundary;
  boundary.cursor_path = slot.cursor_path;
  boundary.resets = true;
  boundary.added = slot.some;
  return boundary;
}

/// The boundary of `count` hashes as the state document has it.
json::Value ResourceStates::boundary_list(const Slot& slot, std::uint64_t count) {
  if (count > state::kMaxStateHashes) return state::unique_hashes_in_table(count);
  std::vector<state::BoundaryHash> hashes = slot.some;
  const state::BoundarySet* before = stored(slot.begin.state, slot.cursor_path);
  if (!slot.resets && before != nullptr) {
    for (const auto& hash : before->sorted()) hashes.push_back(hash);
  }
  return state::unique_hashes_of(std::move(hashes));
}

void ResourceStates::finish(std::size_t resource, const std::string& source, const std::string& name,
                            state::PipelineState& document, std::vector<package::BoundarySeal>& boundaries,
                            std::vector<LargeBoundary>& large) const {
  const Slot& slot = slots_[resource];
  const bool is_changed = !slot.change.is_null();
  if (slot.begin.is_dropped) document.erase_resource(source, name);
  if (!is_changed && !slot.begin.is_dropped) return;
  json::Value state = slot.begin.state.before;
  if (is_changed) state::lay_over(state, slot.change);
  std::vector<std::string> paths = slot.begin.paths_in_table;
  if (!slot.cursor_path.empty()) {
    const state::BoundarySet* before = stored(slot.begin.state, slot.cursor_path);
    const std::uint64_t count = slot.added + (slot.resets || before == nullptr ? 0 : before->size());
    json::Value& entry = state["incremental"][slot.cursor_path];
    entry["unique_hashes"] = boundary_list(slot, count);
    if (count > state::kMaxStateHashes) {
      const json::Value* value = entry.find("last_value");
      large.push_back(
          {.cursor_path = slot.cursor_path, .value = value == nullptr ? json::Value() : *value, .records = count});
    }
    std::erase(paths, slot.cursor_path);
    paths.push_back(slot.cursor_path);
  }
  for (const auto& path : paths) {
    const bool was_there = std::count(slot.begin.paths_in_table.begin(), slot.begin.paths_in_table.end(), path) > 0;
    package::BoundarySeal seal{.resource = name, .cursor_path = path, .action = package::BoundaryAction::remove};
    if (is_in_table(state, path)) {
      if (path != slot.cursor_path) continue;
      seal.action = slot.resets ? package::BoundaryAction::replace : package::BoundaryAction::extend;
    } else if (!was_there) {
      continue;
    }
    boundaries.push_back(std::move(seal));
  }
  if (is_changed) document.resource(source, name) = std::move(state);
}

}  // namespace decant::pipeline
