#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "json/document.h"

namespace decant::json {

/// A JSONPath in the dialect of dlt (jsonpath-ng): `$`, `a.b`, `['a b']`, `a,b`, `[0]`, `[-1]`, `[*]`, `[1:3]`, `*`,
/// `$..id`. Filters and unions are refused by name. Compiled once, evaluated often; values are found in document order.
class Path {
 public:
  /// An error of kind `config` that names the position (from 1) of what does not fit.
  static Result<Path> compile(std::string_view text);

  /// Every value that the path leads to from `root`; none is an empty list.
  [[nodiscard]] std::vector<Node> evaluate(const Node& root) const;

  /// The first of them.
  [[nodiscard]] std::optional<Node> first(const Node& root) const;

  [[nodiscard]] const std::string& text() const { return text_; }

  /// One step from every value found so far to those below.
  struct Step {
    enum class Kind : std::uint8_t {
      fields,      ///< members of those names, in the order of `names`
      all_fields,  ///< every member of an object
      index,       ///< one element of a list, from the end if negative
      slice,       ///< elements of a list as Python cuts it; another value counts as a list of one
    };
    Kind kind = Kind::fields;
    bool any_depth = false;  ///< taken from the value itself, then from everything below it
    std::vector<std::string> names = {};
    std::int64_t index = 0;
    std::optional<std::int64_t> begin = {};
    std::optional<std::int64_t> end = {};
    std::int64_t stride = 1;
  };

 private:
  Path(std::string text, std::vector<Step> steps) : text_(std::move(text)), steps_(std::move(steps)) {}

  std::string text_;
  std::vector<Step> steps_;
};

}  // namespace decant::json
