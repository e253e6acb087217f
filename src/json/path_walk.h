#pragma once

// Inside this room only.
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/error.h"
#include "json/document.h"
#include "json/path_step.h"

namespace decant::json {

/// Follows the steps of a JSONPath through a document, depth first, so that values come in the order in which the
/// steps, taken one after the other, would list them. The work is bounded by the size of the document.
class PathWalk {
 public:
  /// Takes the values found.
  class Sink {
   public:
    virtual ~Sink() = default;
    /// True if no more are wanted.
    virtual bool take(const Node& node) = 0;
  };

  /// `path_size`: bytes of the path's text, which bounds what one visit of a value may cost.
  PathWalk(const Node& root, std::size_t path_size);

  void run(const PathSteps& steps, Sink& sink);

  /// Why the walk ended too early.
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  /// A value with those that it was found in.
  struct Place {
    Node node;
    const Place* parent;
  };
  /// The steps still to go; then those of `next`, then the sink.
  struct Rest {
    const PathStep* at;
    const PathStep* end;
    const Rest* next;
    Sink* sink;
  };

  // All of these answer true if the walk is to end.
  bool go_on(const Place& place, const Rest& rest);
  bool below(const Node& node, const Place& parent, const Rest& rest);
  bool take_fields(const Place& place, const PathStep& step, const Rest& rest);
  bool take_children(const Place& place, bool lists_too, const Rest& rest);
  bool take_indices(const Place& place, const PathStep& step, const Rest& rest);
  bool take_slice(const Place& place, const PathStep& step, const Rest& rest);
  bool take_backwards(const Place& place, const PathStep& step, std::int64_t size, const Rest& rest);
  bool take_descendants(const Place& place, const Rest& rest);
  bool take_alternatives(const Place& place, const PathStep& step, const Rest& rest);
  bool take_filtered(const Place& place, const PathStep& step, const Rest& rest);
  bool take_if(bool wanted, const Place& place, const PathStep& step, const Rest& rest);

  [[nodiscard]] bool leads_somewhere(const PathSteps& steps, const Place& place);
  [[nodiscard]] bool holds(const PathCondition& condition, const Node& element);
  [[nodiscard]] bool test(const PathCondition& condition, const Node& element);
  bool spend();

  Node root_;
  std::uint64_t left_;  ///< values that may still be visited
  std::optional<Error> failure_;
};

}  // namespace decant::json
