#include "source/rest/placeholder/template_tree.h"

#include <utility>

#include "json/write.h"
#include "source/rest/placeholder/python_text.h"

namespace decant::source::rest {

namespace {

/// The same error with the place of the text in front.
Error placed(Error error, const config::Location& location) {
  if (!location.source) return error;
  error.message = location.to_string() + ": " + error.message;
  if (location.line > 0) {
    error.details.file = *location.source;
    error.details.line = location.line;
  }
  return error;
}

Result<std::string> key_text(const json::Value& key) {
  if (key.is_string()) return key.as_string();
  if (key.is_array() || key.is_object())
    return fail(ErrorKind::source_data, "a placeholder as key must not be a list or an object");
  return key.is_real() || key.is_number_text() ? python_str(key) : json::write(key);
}

}  // namespace

Result<TemplateTree> TemplateTree::compile(const config::Node& node) {
  TemplateTree tree;
  DECANT_TRY(tree.root_, tree.branch_of(node));
  return tree;
}

Result<TemplateTree::Branch> TemplateTree::branch_of(const config::Node& node) {
  Branch branch;
  branch.location = node.location();
  if (node.is_text()) {
    DECANT_TRY(Template text, template_at(node.as_text(), node.location()));
    branch.text.push_back(std::move(text));
  } else if (node.is_mapping()) {
    branch.constant = json::Value::object();
    for (const auto& member : node.members()) {
      DECANT_TRY(Template key, template_at(member.key, member.location));
      DECANT_TRY(Branch value, branch_of(member.value));
      branch.members.push_back({.key = std::move(key), .value = std::move(value)});
    }
  } else if (node.is_sequence()) {
    branch.constant = json::Value::array();
    for (const auto& item : node.items()) {
      DECANT_TRY(Branch element, branch_of(item));
      branch.elements.push_back(std::move(element));
    }
  } else {
    branch.constant = node.to_json();
  }
  return branch;
}

Result<Template> TemplateTree::template_at(const std::string& text, const config::Location& location) {
  auto compiled = Template::compile(text);
  if (!compiled) return fail(placed(std::move(compiled).error(), location));
  for (auto& name : compiled->names()) uses_.push_back({.name = std::move(name), .location = location});
  return compiled;
}

Result<json::Value> TemplateTree::texts(const Lookup& lookup) const { return expand(root_, lookup, Mode::texts); }
Result<json::Value> TemplateTree::values(const Lookup& lookup) const { return expand(root_, lookup, Mode::values); }

Result<json::Value> TemplateTree::expand(const Branch& branch, const Lookup& lookup, Mode mode) {
  if (!branch.text.empty()) {
    auto filled = mode == Mode::values ? branch.text.front().value(lookup)
                                       : Result<json::Value>(branch.text.front().text(lookup));
    if (!filled) return fail(placed(std::move(filled).error(), branch.location));
    return filled;
  }
  if (branch.constant.is_object()) return expand_members(branch, lookup, mode);
  json::Value expanded = branch.constant;
  for (const auto& element : branch.elements) {
    DECANT_TRY(json::Value value, expand(element, lookup, mode));
    expanded.push_back(std::move(value));
  }
  return expanded;
}

Result<json::Value> TemplateTree::expand_members(const Branch& branch, const Lookup& lookup, Mode mode) {
  json::Value expanded = branch.constant;
  for (const auto& member : branch.members) {
    auto key = mode == Mode::values ? member.key.value(lookup) : Result<json::Value>(member.key.text(lookup));
    auto text = key ? key_text(*key) : Result<std::string>(std::unexpected(std::move(key).error()));
    if (!text) return fail(placed(std::move(text).error(), branch.location));
    DECANT_TRY(json::Value value, expand(member.value, lookup, mode));
    expanded[*text] = std::move(value);
  }
  return expanded;
}

}  // namespace decant::source::rest
