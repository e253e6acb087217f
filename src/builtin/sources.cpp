#include "builtin/sources.h"

#include <array>
#include <span>
#include <vector>

#include "config/nearest.h"
#include "config/placeholder.h"
#include "config/unfilled.h"
#include "source/centra/centra_source.h"
#include "source/centra/plugin_settings.h"
#include "source/file/file_source.h"
#include "source/rest/config/node_merge.h"
#include "source/rest/rest_source.h"

namespace decant::builtin {

namespace {

using Maker = Result<std::unique_ptr<source::Source>> (*)(const config::Node&, const source::SourceContext&);

struct SourceKind {
  std::string_view type;
  std::string_view default_name;
  Maker make;
};

constexpr std::array kKinds{SourceKind{"centra", source::centra::kDefaultName, source::centra::make_centra_source},
                            SourceKind{"rest_api", source::rest::kDefaultName, source::rest::make_rest_source},
                            SourceKind{"filesystem", source::file::kDefaultName, source::file::make_file_source}};

std::vector<std::string> types() {
  std::vector<std::string> names;
  names.reserve(kKinds.size());
  for (const auto& kind : kKinds) names.emplace_back(kind.type);
  return names;
}

std::string listed() {
  std::string text;
  for (const auto& name : types()) text += (text.empty() ? "" : ", ") + name;
  return text;
}

Result<const SourceKind*> kind_of(const config::Node& source) {
  const auto* type = source.find("type");
  if (type == nullptr || type->is_null()) {
    if (source.find("client") != nullptr) return &kKinds[1];
    return config::fail_at(source.location(), "`source.type` is missing", "Types that are built in: " + listed() + ".");
  }
  if (!type->is_text()) {
    return config::fail_at(type->location(),
                           "`source.type` must be text, but is " + std::string(config::to_string(type->kind())));
  }
  for (const auto& kind : kKinds) {
    if (kind.type == type->as_text()) return &kind;
  }
  const auto near = config::nearest(type->as_text(), types());
  return config::fail_at(type->location(), "`source.type` " + config::in_quotes(type->as_text()) + " is not there yet",
                         near ? "Did you mean `" + *near + "`?" : "Here: " + listed() + ".");
}

bool is_centra(const config::Node& source) {
  const auto* type = source.find("type");
  return type != nullptr && type->is_text() && type->as_text() == "centra";
}

}  // namespace

Result<std::unique_ptr<source::Source>> make_source(const config::Node& source, const source::SourceContext& context) {
  if (!source.is_mapping()) {
    return config::fail_at(source.location(),
                           "`source` must be a mapping, but is " + std::string(config::to_string(source.kind())));
  }
  DECANT_TRY(const SourceKind* kind, kind_of(source));
  DECANT_TRY(const config::Node resolved, config::resolve_placeholders(source, *context.providers));
  DECANT_TRY(config::check_filled(resolved, source.find("type") != nullptr ? "source" : ""));
  return kind->make(resolved, context);
}

config::SectionPath sections_of(const config::Node& source, std::string_view file_section) {
  const auto kind = kind_of(source);
  if (!kind) return {};  // making it says why
  const auto text_or = [&](std::string_view key, std::string_view fallback) {
    const auto* given = source.find(key);
    return given != nullptr && given->is_text() ? std::string_view(given->as_text()) : fallback;
  };
  const bool is_rest = (*kind)->type == source::rest::kDefaultName;  // dlt's module of that name
  return config::source_sections(text_or("section", is_rest ? source::rest::kDefaultName : file_section),
                                 text_or("name", (*kind)->default_name));
}

std::string advice_on_sample(const config::Node& source, std::string_view resource, const source::Sample& sample) {
  return is_centra(source) ? source::centra::plugin_advice(resource, sample) : std::string();
}

config::Node with_smallest_pages(const config::Node& source) {
  if (!is_centra(source)) return source;
  const config::Node* given = source.find("page_size");
  const auto location = given != nullptr ? given->location() : source.location();
  return source::rest::with_member(source, "page_size", config::Node(location, std::int64_t{1}));
}

}  // namespace decant::builtin
