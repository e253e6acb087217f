#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace decant::pipeline {

/// What a run is doing.
enum class Step { extract, normalize, load };

/// "extract".
const char* to_string(Step step);

/// How far a resource is.
enum class ResourcePhase { waiting, extracting, extracted };

/// "waiting".
const char* to_string(ResourcePhase phase);

/// Counts of one resource. Pages and records that a resumed package held already are counted in.
struct ResourceProgress {
  std::string resource;
  ResourcePhase phase = ResourcePhase::waiting;
  std::uint64_t pages = 0;
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;  ///< received on the wire in this run
  std::uint64_t retries = 0;
};

struct Progress {
  Step step = Step::extract;
  std::string load_id;
  std::vector<ResourceProgress> resources;  ///< in the source's order
  std::uint64_t normalized = 0;             ///< records normalized
  std::uint64_t loaded_rows = 0;            ///< rows handed to the destination in the load step
};

/// Something that the user should know of.
struct Note {
  std::string resource;   ///< empty: the run as a whole
  std::string message;    ///< secrets hidden
  bool doubtful = false;  ///< it may mean missing records

  friend bool operator==(const Note&, const Note&) = default;
};

/// Hears how a run goes. Both members are called on the thread that called run() or replay().
class ProgressListener {
 public:
  virtual ~ProgressListener() = default;
  /// At most every 100 ms, and once at the end of each step.
  virtual void on_progress(const Progress& progress) = 0;
  /// Each note once, soon after it came up; also in runs that fail afterwards.
  virtual void on_note(const Note& note) = 0;
};

}  // namespace decant::pipeline
