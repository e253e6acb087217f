#include "source/value_lookup.h"

namespace decant::source {

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
    if (!here->node.is_null()) return here;
  }
  query_.key = key;
  query_.is_secret = is_secret;
  config::Answer answer;
  if (context_.providers != nullptr) {
    DECANT_TRY(answer, context_.providers->look_up(query_));
  }
  if (answer.found) return config::Element{answer.found->value, answer.found->key};
  if (required) missing_.push_back({.field = reader.path_of(key), .query = query_, .trail = answer.trail});
  return std::optional<config::Element>();
}

Result<void> ValueLookup::finish(const config::Reader& reader) const {
  if (missing_.empty()) return {};
  if (context_.providers != nullptr) return fail(config::missing_value_error(missing_, *context_.providers));
  return config::fail_at(reader.node().location(), "`" + missing_.front().field + "` is missing");
}

}  // namespace decant::source
