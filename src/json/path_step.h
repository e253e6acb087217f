#pragma once

// Inside this room only: what a JSONPath is compiled to.
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "json/regex.h"

namespace decant::json {

struct PathStep;
using PathSteps = std::vector<PathStep>;

/// What a filter asks of an element.
struct PathCondition {
  enum class Kind : std::uint8_t {
    all,   ///< every part holds
    any,   ///< one of the parts holds
    none,  ///< the one part does not hold
    test,  ///< `path` leads to a value that stands in that relation to the literal
  };
  enum class Relation : std::uint8_t {
    exists,
    equal,
    unequal,
    less,
    at_most,
    greater,
    at_least,
    matches,
  };
  using Literal = std::variant<std::string, std::int64_t, double, bool>;

  Kind kind = Kind::test;
  std::vector<PathCondition> parts;
  PathSteps path;
  Relation relation = Relation::exists;
  Literal literal;
  Regex pattern;  ///< of `matches`
};

/// One step from a value to others. A path is a list of them: each is taken from every value that the one before found.
struct PathStep {
  enum class Kind : std::uint8_t {
    root,        ///< `$`: the value at which the path began
    self,        ///< `@`
    parent,      ///< the value that this one was found in
    fields,      ///< members of `names`, in that order
    all_fields,  ///< every member of an object
    indices,     ///< elements of a list, from the end if negative
    slice,       ///< elements of a list as Python cuts it; another value counts as a list of one
    descend,     ///< `..`: the value itself and all below it, in document order
    either,      ///< what each of the alternatives leads to
    filter,      ///< elements of a list or members of an object for which the condition holds
    where,       ///< the value itself if the path from it leads to something
    where_not,   ///< the value itself if it does not
  };
  Kind kind = Kind::self;
  bool lists_too = false;  ///< all_fields: the elements of a list as well
  std::vector<std::string> names;
  std::vector<std::int64_t> indices;
  std::optional<std::int64_t> begin;
  std::optional<std::int64_t> end;
  std::int64_t stride = 1;
  std::vector<PathSteps> paths;  ///< either: the alternatives; where: the one path
  PathCondition condition;
};

}  // namespace decant::json
