#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "json/document.h"

namespace decant::json {

struct PathStep;

/// A JSONPath in the dialect of dlt (jsonpath-ng): `$`, `a.b`, `['a b']`, `a,b`, `[0]`, `[0,2]`, `[-1]`, `[*]`,
/// `[1:3]`,
/// `*`, `$..id`, `a|b`, `a where b`, filters `[?(@.k=='x' & @.n>1)]`, `` `parent` ``. What computes new values (other
/// functions, arithmetic, sorting) is refused by name. Compiled once, evaluated often; values are found in document
/// order.
///
/// As in dlt, `|` binds closer than `.`, which binds closer than `..`: `a.b|c` is `a.(b|c)`; and brackets are for all
/// that stands to their left: `a|b[0]` is `(a|b)[0]`.
class Path {
 public:
  /// An error of kind `config` that names the position (from 1) of what does not fit.
  static Result<Path> compile(std::string_view text);

  /// Every value that the path leads to from `root`; none is an empty list. Error (kind `source_data`): the path meets
  /// so many values again and again that going on would take without end.
  [[nodiscard]] Result<std::vector<Node>> evaluate(const Node& root) const;

  /// The first of them; stops there. Takes no memory unless the path has a filter by regular expression or a slice that
  /// runs backwards.
  [[nodiscard]] Result<std::optional<Node>> first(const Node& root) const;

  /// Whether a value that this path leads to may be, or hold, one that the other leads to. Yes where only the data can
  /// tell (`..`, filters).
  [[nodiscard]] bool may_hold(const Path& other) const;

  /// The keys of a path that does nothing but go from member to member; none for `$`.
  [[nodiscard]] std::optional<std::vector<std::string>> keys() const;

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  using Steps = std::vector<PathStep>;
  Path(std::string text, std::shared_ptr<const Steps> steps) : text_(std::move(text)), steps_(std::move(steps)) {}

  std::string text_;
  std::shared_ptr<const Steps> steps_;
};

}  // namespace decant::json
