#pragma once

#include <cstddef>
#include <cstdio>
#include <functional>
#include <map>
#include <string>

#include "core/clock.h"
#include "core/time.h"
#include "pipeline/progress.h"

namespace decant::cli {

enum class ProgressMode { bar, log, json, none };

/// Shows how a run goes, at most five times a second.
/// - bar: a line per resource, drawn over itself; for terminals
/// - log: a line when a resource is through, and one per note
/// - json: a line per look, {"step", "load_id", "resources": […], …}, and {"note": …}
/// - none: notes alone
class ProgressOutput final : public pipeline::ProgressListener {
 public:
  using Write = std::function<void(const std::string&)>;

  /// `max_rows`: lines that the terminal has room for.
  ProgressOutput(ProgressMode mode, std::size_t max_columns, std::size_t max_rows, const Clock& clock, Write write);

  void on_progress(const pipeline::Progress& progress) override;
  void on_note(const pipeline::Note& note) override;

 private:
  struct Timing {
    Micros began = 0;
    Micros ended = 0;
  };
  void time_resources(const pipeline::Progress& progress);
  [[nodiscard]] std::string line_of(const pipeline::ResourceProgress& resource) const;
  [[nodiscard]] std::string step_line(const pipeline::Progress& progress) const;
  void draw(const pipeline::Progress& progress);
  [[nodiscard]] std::string erased();

  ProgressMode mode_;
  std::size_t max_columns_;
  std::size_t max_rows_;
  const Clock& clock_;
  Write write_;
  Micros previous_look_;  ///< a resource that is first seen at work began after it
  std::map<std::string, Timing> timings_;
  std::size_t drawn_ = 0;  ///< lines on the terminal that the next drawing takes the place of
  std::string block_;      ///< those lines
  Micros last_ = 0;
  pipeline::Step last_step_ = pipeline::Step::extract;
  bool all_done_ = false;
};

}  // namespace decant::cli
