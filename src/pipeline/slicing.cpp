#include "pipeline/slicing.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace decant::pipeline {

namespace {

/// Rows of a key that comes again, or that is taken away, are decided within one package.
std::string objection_to_merge(const schema::ResourceHints& hints) {
  const std::string strategy = hints.properties.text_or("x-merge-strategy", "delete-insert");
  if (strategy != "delete-insert" && strategy != "upsert") return "its merge strategy is " + strategy;
  if (!hints.properties.bool_or("x-stage-data-deduplicated", false))
    return "its merge does not say `deduplicated: true`";
  const bool has_key = !hints.primary_key.empty() || std::any_of(hints.columns.begin(), hints.columns.end(),
                                                                 [](const auto& column) { return column.primary_key; });
  if (!has_key) return "it has no primary key";
  if (!hints.merge_key.empty()) return "it has a merge key";
  for (const auto& column : hints.columns) {
    if (column.merge_key) return "it has a merge key";
    if (column.other.bool_or("hard_delete", false)) return "a column says `hard_delete`";
    if (!column.other.text_or("dedup_sort", "").empty()) return "a column says `dedup_sort`";
  }
  return {};
}

std::string objection_to(const source::Source& source, const schema::ResourceHints& hints) {
  if (hints.write_disposition == "skip") return {};
  if (!hints.nested_hints.empty()) return "its nested lists have hints of their own";
  if (hints.write_disposition == "merge") return objection_to_merge(hints);
  if (hints.write_disposition == "append") return source.objection_to_restart(hints.name);
  return "its write disposition is " + hints.write_disposition;
}

}  // namespace

std::string objection_to_slices(const source::Source& source) {
  for (const auto& hints : source.resources()) {
    if (auto objection = objection_to(source, hints); !objection.empty())
      return "resource " + hints.name + ": " + objection;
  }
  return {};
}

bool Slicing::is_due() const {
  if (in_flight_.load(std::memory_order_acquire)) return false;
  const std::uint64_t bytes = bytes_.load(std::memory_order_relaxed);
  if (bytes == 0) return false;
  return (size_.bytes > 0 && bytes >= size_.bytes) ||
         (size_.interval > 0 && process_clock().now() - begun_.load(std::memory_order_relaxed) >= size_.interval);
}

Result<void> Slicing::cut_if_due(const std::function<Result<void>(Cut)>& queue) {
  if (!is_due()) return {};
  const std::unique_lock lock(mutex_);
  if (!is_due() || !steps_.can_cut()) return {};
  DECANT_TRY(auto cut, steps_.cut());
  ++number_;
  bytes_ = 0;
  begun_ = process_clock().now();
  in_flight_.store(true, std::memory_order_release);
  return queue(std::move(cut));
}

Result<void> Slicing::publish(Ended ended) {
  DECANT_TRY(steps_.publish(std::move(ended)));
  in_flight_.store(false, std::memory_order_release);
  return {};
}

}  // namespace decant::pipeline
