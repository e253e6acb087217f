#include "source/rest/config/parent_reader.h"

#include <algorithm>
#include <utility>

#include "config/nearest.h"
#include "source/records/exclusion_reader.h"
#include "source/records/key_path.h"

namespace decant::source::rest {

namespace {

/// A reference to a field of another resource's records.
struct Reference {
  std::string placeholder;
  std::string resource;
  std::string field;
  config::Location location;
};

std::string trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

/// `resources.PARENT.FIELD`, whose field may have dots.
Result<Reference> read_reference(const TemplateTree::Use& use) {
  const std::string name = trimmed(use.name);
  const auto first = name.find('.');
  const auto second = name.find('.', first + 1);
  if (second == std::string::npos || second == first + 1 || second + 1 == name.size())
    return config::fail_at(use.location, "`{" + use.name + "}` must name a resource and a field",
                           "Write {resources.PARENT.FIELD}.");
  return Reference{.placeholder = use.name,
                   .resource = name.substr(first + 1, second - first - 1),
                   .field = name.substr(second + 1),
                   .location = use.location};
}

Result<std::vector<Reference>> references_of(const EndpointRequest& endpoint) {
  std::vector<Reference> references;
  for (const auto& param : endpoint.resolved)
    references.push_back({param.name, param.resource, param.field, param.location});
  for (const auto& use : endpoint.uses) {
    const bool is_known = std::any_of(references.begin(), references.end(),
                                      [&](const Reference& known) { return known.placeholder == use.name; });
    if (is_known) continue;
    DECANT_TRY(Reference reference, read_reference(use));
    references.push_back(std::move(reference));
  }
  return references;
}

const ResourceSpec* find_resource(const std::vector<ResourceSpec>& resources, std::string_view name) {
  const auto found = std::find_if(resources.begin(), resources.end(),
                                  [&](const ResourceSpec& spec) { return spec.hints.name == name; });
  return found == resources.end() ? nullptr : &*found;
}

/// An error if what the parent, or the resource itself, excludes is needed to make the resource.
Result<void> check_passed_on(const ResourceSpec& resource, const ResourceSpec& parent) {
  std::vector<NeededValue> of_parent;
  std::vector<NeededValue> own;
  const std::string name = "`" + resource.hints.name + "`";
  for (const auto& field : resource.parent->fields)
    of_parent.push_back({"what the requests of " + name + " are made of", field.path, false, field.location});
  for (const auto& key : resource.parent->included) {
    const auto& location = resource.parent->included_location;
    of_parent.push_back({"in `include_from_parent` of " + name, key_path({key}), false, location});
    own.push_back({"in its `include_from_parent`", key_path({resource.parent->member_for(key)}), false, location});
  }
  DECANT_TRY(check_excluded(parent.excluded, of_parent));
  return check_excluded(resource.excluded, own);
}

std::unexpected<Error> unknown_parent(const ResourceSpec& resource, const std::vector<ResourceSpec>& resources) {
  std::vector<std::string> names;
  for (const auto& other : resources) names.push_back(other.hints.name);
  const auto meant = config::nearest(resource.parent->resource, names);
  return config::fail_at(resource.location,
                         "resource `" + resource.hints.name + "` is made of records of `" + resource.parent->resource +
                             "`, but there is no resource of that name",
                         meant ? "did you mean `" + *meant + "`?" : "");
}

}  // namespace

Result<std::optional<ParentSpec>> read_parent(config::Reader& resource, const std::string& name,
                                              const EndpointRequest& endpoint) {
  DECANT_TRY(resource.optional_list("include_from_parent"));  // one name alone is no list
  DECANT_TRY(auto included, resource.optional_texts("include_from_parent"));
  DECANT_TRY(const auto references, references_of(endpoint));
  if (references.empty()) {
    if (!included || included->empty()) return std::optional<ParentSpec>();
    return resource.fail("include_from_parent",
                         "is for resources whose requests name a parent; `" + name + "` has none",
                         "Use {resources.PARENT.FIELD} in the endpoint, or remove the key.");
  }
  ParentSpec parent{.resource = references.front().resource, .fields = {}, .included = {}};
  if (included) {
    parent.included = std::move(*included);
    parent.included_location = resource.node().find("include_from_parent")->location();
  }
  for (const auto& reference : references) {
    if (reference.resource != parent.resource)
      return config::fail_at(
          reference.location,
          "resource `" + name + "` names two parents, `" + parent.resource + "` and `" + reference.resource + "`",
          "A resource can have one parent; what is needed of another can be passed on with "
          "`include_from_parent`.");
    auto path = json::Path::compile(reference.field);
    if (!path)
      return config::fail_at(reference.location, "`" + reference.field + "`: " + path.error().message,
                             path.error().hint);
    parent.fields.push_back({reference.placeholder, reference.field, std::move(*path), reference.location});
  }
  return std::optional(std::move(parent));
}

Result<void> check_parents(const std::vector<ResourceSpec>& resources) {
  for (const auto& resource : resources) {
    std::vector<std::string> way;
    for (const ResourceSpec* at = &resource; at != nullptr && at->parent;) {
      way.push_back(at->hints.name);
      const ResourceSpec* parent = find_resource(resources, at->parent->resource);
      if (parent == nullptr) return unknown_parent(*at, resources);
      DECANT_TRY(check_passed_on(*at, *parent));
      const auto again = std::find(way.begin(), way.end(), parent->hints.name);
      if (again == way.end()) {
        at = parent;
        continue;
      }
      std::string circle;
      for (auto name = again; name != way.end(); ++name) circle += "`" + *name + "` needs ";
      return config::fail_at(parent->location,
                             "resources depend on each other in a circle: " + circle + "`" + parent->hints.name + "`");
    }
  }
  return {};
}

}  // namespace decant::source::rest
