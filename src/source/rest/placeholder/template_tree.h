#pragma once

#include <string>
#include <vector>

#include "config/node.h"
#include "source/rest/placeholder/template.h"

namespace decant::source::rest {

/// A configured value (params, headers, a JSON body) whose texts and keys, at any depth, hold placeholders. Other
/// values stay as they are.
class TemplateTree {
 public:
  /// A placeholder and where it stands.
  struct Use {
    std::string name;
    config::Location location;
  };

  /// Errors (kind `config`) name file and line, and quote the text.
  static Result<TemplateTree> compile(const config::Node& node);

  /// Every placeholder, in order, repetitions included.
  [[nodiscard]] const std::vector<Use>& uses() const { return uses_; }

  /// Every text filled in; results of placeholders are always text.
  [[nodiscard]] Result<json::Value> texts(const Lookup& lookup) const;

  /// A text that is one placeholder alone becomes the value itself. Such a key becomes its text as JSON has it.
  [[nodiscard]] Result<json::Value> values(const Lookup& lookup) const;

 private:
  struct Branch;
  struct Member;
  enum class Mode { texts, values };

  struct Branch {
    std::vector<Template> text;    ///< one or none
    std::vector<Member> members;   ///< of a mapping
    std::vector<Branch> elements;  ///< of a list
    json::Value constant;          ///< of neither; an empty object or list to be filled
    config::Location location;
  };
  struct Member {
    Template key;
    Branch value;
  };

  Result<Branch> branch_of(const config::Node& node);
  Result<Template> template_at(const std::string& text, const config::Location& location);
  static Result<json::Value> expand(const Branch& branch, const Lookup& lookup, Mode mode);
  static Result<json::Value> expand_members(const Branch& branch, const Lookup& lookup, Mode mode);

  Branch root_;
  std::vector<Use> uses_;
};

}  // namespace decant::source::rest
