#include "source/value_lookup.h"

namespace decant::source {

namespace {

std::string place_of(const std::string& path, const config::Node& value) {
  return config::in_quotes(path) + " (" + value.location().to_string() + ")";
}

}  // namespace

ValueLookup::ValueLookup(const SourceContext& context, std::string_view section, std::string_view name)
    : context_(context) {
  query_.pipeline_name = context.pipeline_name;
  query_.sections = config::source_sections(section, name);
}

Result<std::optional<config::Element>> ValueLookup::find(config::Reader& reader, std::string_view key, bool is_secret,
                                                         bool required) {
  if (auto here = reader.optional_any(key)) {
    if (here->node.is_null() && required)
      return reader.fail(key, "must not be null", "Give it a value, or remove the key.");
    if (!here->node.is_null()) {
      resolved_.push_back(place_of(here->path, here->node));
      return here;
    }
  }
  query_.key = key;
  query_.is_secret = is_secret;
  config::Answer answer;
  if (context_.providers != nullptr) {
    DECANT_TRY(answer, context_.providers->find(query_));
  }
  if (!answer.found) {
    if (required) missing_.push_back({.field = reader.path_of(key), .query = query_, .trail = answer.trail});
    return std::optional<config::Element>();
  }
  config::Element element{.node = answer.found->value, .path = answer.found->key};
  if (auto unfilled = config::find_unfilled(element.node, element.path); !unfilled.empty()) {
    unfilled_.insert(unfilled_.end(), unfilled.begin(), unfilled.end());
    return std::optional<config::Element>();
  }
  resolved_.push_back(place_of(element.path, element.node));
  return element;
}

Result<void> ValueLookup::finish(const config::Reader& reader) const {
  if (!unfilled_.empty()) return fail(config::unfilled_error(unfilled_));
  if (missing_.empty()) return {};
  if (context_.providers == nullptr)
    return config::fail_at(reader.node().location(), "`" + missing_.front().field + "` is missing");
  config::MissingContext beside{.resolved = resolved_, .pipeline_file = {}};
  if (const auto& location = reader.node().location(); location.line > 0) beside.pipeline_file = *location.source;
  return fail(config::missing_value_error(missing_, *context_.providers, beside));
}

}  // namespace decant::source
