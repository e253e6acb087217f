#pragma once

// JSONPath a second time, as slow and as literal as can be: a tree of operations over json::Value, each of which makes
// the whole list of its results. It shares no code with src/json; what both answer must be the same.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "json/value.h"

namespace slow {

using decant::json::Value;

struct Expression;
using Tree = std::shared_ptr<const Expression>;

struct Condition {
  enum class Kind { all, any, none, test } kind = Kind::test;
  std::vector<Condition> parts;
  Tree path;
  std::string relation;  // empty: existence
  Value literal;
};

struct Expression {
  enum class Kind {
    root,
    self,
    parent,
    fields,
    star,
    indices,
    slice,
    child,
    descend,
    either,
    where,
    where_not,
    filter
  };
  Kind kind = Kind::self;
  Tree left, right;
  std::vector<std::string> names;
  std::vector<int> indices;
  std::optional<int> begin, end, stride;
  Condition condition;
};

/// A value with the one that it was found in.
struct Place {
  const Value* value;
  std::shared_ptr<const Place> parent;
};

/// Thrown where the results grow beyond what a test needs.
struct TooMany {};

class Evaluator {
 public:
  std::vector<const Value*> values(const Tree& path, const Value& root) {
    std::vector<const Value*> found;
    for (const auto& place : find(path, {&root, nullptr}, false)) found.push_back(place.value);
    return found;
  }

 private:
  using Places = std::vector<Place>;
  using Kind = Expression::Kind;
  static constexpr std::size_t kMost = 20'000;

  /// `star_takes_elements`: the first step stands behind `..`.
  Places find(const Tree& path, const Place& at, bool star_takes_elements) {
    switch (path->kind) {
      case Kind::root: {
        Place top = at;
        while (top.parent) top = Place(*top.parent);
        return {top};
      }
      case Kind::self: return {at};
      case Kind::parent: return at.parent ? Places{*at.parent} : Places{};
      case Kind::fields: return fields(*path, at);
      case Kind::star: return children(at, star_takes_elements);
      case Kind::indices: return elements(*path, at);
      case Kind::slice: return slice(*path, at);
      case Kind::child:
        return each(find(path->left, at, star_takes_elements),
                    [&](const Place& p) { return find(path->right, p, false); });
      case Kind::descend:
        return each(find(path->left, at, star_takes_elements), [&](const Place& p) { return descend(path->right, p); });
      case Kind::either: return joined(find(path->left, at, false), find(path->right, at, false));
      case Kind::where:
        return keep(find(path->left, at, star_takes_elements),
                    [&](const Place& p) { return !find(path->right, p, false).empty(); });
      case Kind::where_not:
        return keep(find(path->left, at, star_takes_elements),
                    [&](const Place& p) { return find(path->right, p, false).empty(); });
      case Kind::filter:
        return each(find(path->left, at, star_takes_elements), [&](const Place& p) {
          return keep(children(p, true), [&](const Place& child) { return holds(path->condition, *child.value); });
        });
    }
    return {};
  }

  template <typename Function>
  Places each(const Places& places, const Function& function) {
    Places found;
    for (const auto& place : places) found = joined(std::move(found), function(place));
    return found;
  }
  template <typename Function>
  Places keep(const Places& places, const Function& function) {
    Places kept;
    for (const auto& place : places) {
      if (function(place)) kept.push_back(place);
    }
    return kept;
  }
  Places joined(Places left, const Places& right) {
    left.insert(left.end(), right.begin(), right.end());
    work_ += right.size() + 1;
    if (left.size() > kMost || work_ > 10 * kMost) throw TooMany();
    return left;
  }

  static Place below(const Value& value, const Place& at) { return {&value, std::make_shared<const Place>(at)}; }

  Places fields(const Expression& step, const Place& at) {
    Places found;
    for (const auto& name : step.names) {
      if (const Value* value = at.value->find(name)) found.push_back(below(*value, at));
    }
    return found;
  }

  Places children(const Place& at, bool elements_too) {
    Places found;
    if (at.value->is_object()) {
      for (const auto& member : at.value->as_object()) found.push_back(below(member.second, at));
    } else if (elements_too && at.value->is_array()) {
      for (const auto& element : at.value->as_array()) found.push_back(below(element, at));
    }
    return found;
  }

  Places elements(const Expression& step, const Place& at) {
    Places found;
    if (!at.value->is_array()) return found;
    const auto& array = at.value->as_array();
    for (const int index : step.indices) {
      const int position = index < 0 ? index + static_cast<int>(array.size()) : index;
      if (position >= 0 && position < static_cast<int>(array.size()))
        found.push_back(below(array[static_cast<std::size_t>(position)], at));
    }
    return found;
  }

  static bool is_falsy(const Value& value) {
    return value.is_null() || value == Value(false) || value == Value(0) || value == Value(0.0) || value == Value("") ||
           (value.is_array() && value.as_array().empty()) || (value.is_object() && value.as_object().empty());
  }

  Places slice(const Expression& step, const Place& at) {
    if (is_falsy(*at.value)) return {};
    std::vector<const Value*> list;
    if (at.value->is_array()) {
      for (const auto& element : at.value->as_array()) list.push_back(&element);
    } else {
      list.push_back(at.value);
    }
    const int size = static_cast<int>(list.size());
    const int stride = step.stride.value_or(1);
    const auto bound = [&](std::optional<int> given, int fallback) {
      if (!given) return fallback;
      const int shifted = *given < 0 ? *given + size : *given;
      return stride > 0 ? std::clamp(shifted, 0, size) : std::clamp(shifted, -1, size - 1);
    };
    const int end = bound(step.end, stride > 0 ? size : -1);
    Places found;
    for (int i = bound(step.begin, stride > 0 ? 0 : size - 1); stride > 0 ? i < end : i > end; i += stride)
      found.push_back(below(*list[static_cast<std::size_t>(i)], at));
    return found;
  }

  Places descend(const Tree& path, const Place& at) {
    Places found = find(path, at, true);
    for (const auto& child : children(at, true)) found = joined(std::move(found), descend(path, child));
    return found;
  }

  bool holds(const Condition& condition, const Value& element) {
    const auto part_holds = [&](const Condition& part) { return holds(part, element); };
    switch (condition.kind) {
      case Condition::Kind::all: return std::all_of(condition.parts.begin(), condition.parts.end(), part_holds);
      case Condition::Kind::any: return std::any_of(condition.parts.begin(), condition.parts.end(), part_holds);
      case Condition::Kind::none: return !holds(condition.parts.front(), element);
      case Condition::Kind::test: break;
    }
    const Places found = find(condition.path, {&element, nullptr}, false);
    if (condition.relation.empty()) return !found.empty();
    return std::any_of(found.begin(), found.end(),
                       [&](const Place& place) { return compares(*place.value, condition); });
  }

  static bool in_order(int order, const std::string& relation) {
    if (relation == "==" || relation == "=") return order == 0;
    if (relation == "!=") return order != 0;
    if (relation == "<") return order < 0;
    if (relation == "<=") return order <= 0;
    if (relation == ">") return order > 0;
    return relation == ">=" && order >= 0;
  }

  static int order_of(auto left, auto right) { return left < right ? -1 : left > right ? 1 : 0; }

  /// The documents of this test hold small numbers alone.
  static std::optional<double> number_of(const Value& value) {
    if (value.is_bool()) return value.as_bool() ? 1 : 0;
    if (value.is_integer()) return static_cast<double>(value.as_integer());
    if (value.is_real()) return value.as_real();
    return std::nullopt;
  }

  static std::optional<double> whole_of(const Value& value) {
    if (const auto number = number_of(value)) return static_cast<double>(static_cast<std::int64_t>(*number));
    static const std::regex pattern(R"(\s*([+-]?[0-9]+)\s*)");
    std::smatch match;
    if (!value.is_string() || !std::regex_match(value.as_string(), match, pattern)) return std::nullopt;
    return std::strtod(match[1].str().c_str(), nullptr);
  }

  static bool compares(const Value& value, const Condition& condition) {
    const Value& literal = condition.literal;
    if (condition.relation == "=~")
      return value.is_string() && std::regex_search(value.as_string(), std::regex(literal.as_string()));
    if (literal.is_integer()) {
      const auto whole = whole_of(value);
      return whole && in_order(order_of(*whole, static_cast<double>(literal.as_integer())), condition.relation);
    }
    if (literal.is_string() && value.is_string())
      return in_order(order_of(value.as_string(), literal.as_string()), condition.relation);
    const auto left = number_of(value);
    const auto right = number_of(literal);
    if (left && right) return in_order(order_of(*left, *right), condition.relation);
    return condition.relation == "!=";
  }

  std::size_t work_ = 0;
};

}  // namespace slow
