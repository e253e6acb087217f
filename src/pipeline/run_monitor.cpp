#include "pipeline/run_monitor.h"

#include <algorithm>
#include <utility>

#include "core/redact.h"

namespace decant::pipeline {

namespace {

constexpr std::chrono::milliseconds kInterval{100};

}  // namespace

RunMonitor::RunMonitor(std::vector<std::string> resources, ProgressListener* listener)
    : resources_(std::move(resources)), counters_(resources_.size()), listener_(listener) {}

void RunMonitor::add(Note note) {
  note.message = Redactor::process().redact(note.message);
  const std::lock_guard lock(mutex_);
  if (std::find(notes_.begin(), notes_.end(), note) == notes_.end()) notes_.push_back(std::move(note));
}

void RunMonitor::begin(Step step, std::string_view load_id) {
  step_ = step;
  load_id_ = load_id;
  tick();
}

void RunMonitor::tick() {
  if (listener_ == nullptr) return;
  tell_notes();
  const auto now = std::chrono::steady_clock::now();
  if (now - last_told_ < kInterval) return;
  last_told_ = now;
  listener_->on_progress(snapshot());
}

void RunMonitor::flush() {
  if (listener_ == nullptr) return;
  tell_notes();
  last_told_ = std::chrono::steady_clock::now();
  listener_->on_progress(snapshot());
}

void RunMonitor::tell_notes() {
  std::vector<Note> fresh;
  {
    const std::lock_guard lock(mutex_);
    fresh.assign(notes_.begin() + static_cast<std::ptrdiff_t>(told_notes_), notes_.end());
    told_notes_ = notes_.size();
  }
  // Outside the lock: a listener that is slow must not hold up the fetching threads.
  for (const Note& note : fresh) listener_->on_note(note);
}

Progress RunMonitor::snapshot() const {
  Progress progress;
  progress.step = step_;
  progress.load_id = load_id_;
  progress.normalized = normalized_.load(std::memory_order_relaxed);
  progress.loaded_rows = loaded_rows_;
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    const Counters& counters = counters_[i];
    progress.resources.push_back({.resource = resources_[i],
                                  .phase = counters.phase.load(std::memory_order_relaxed),
                                  .pages = counters.pages.load(std::memory_order_relaxed),
                                  .records = counters.records.load(std::memory_order_relaxed),
                                  .bytes = counters.bytes.load(std::memory_order_relaxed),
                                  .retries = counters.retries.load(std::memory_order_relaxed)});
  }
  return progress;
}

std::vector<Note> RunMonitor::notes() const {
  const std::lock_guard lock(mutex_);
  return notes_;
}

}  // namespace decant::pipeline
