#include "source/centra/centra_source.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "config/reader.h"
#include "config/typed.h"
#include "source/centra/catalogue.h"
#include "source/centra/centra_options.h"
#include "source/centra/resource_choice.h"
#include "source/records/contract_reader.h"
#include "source/rest/config/known_api.h"
#include "source/rest/config/node_merge.h"
#include "source/rest/config/spec_reader.h"
#include "source/rest/extract/declared_source.h"
#include "source/value_lookup.h"

namespace decant::source::centra {

namespace {

using config::Node;
using config::Reader;

/// The keys under `source:`, with the values that were looked up.
struct CentraKeys {
  std::string name;
  std::string section;
  bool strict = true;
  std::optional<int> max_table_nesting;
  SchemaHints schema;
  Node client;  ///< base_url, auth and what else a RESTAPIConfig's client may say
  config::SettingPlace key_place;
  config::SettingPlace base_url_place;
  CentraOptions options;
  Node preset;  ///< the catalogue, filled in
  ResourcesById by_id;
  std::optional<Node> resources;
};

/// What people copy with a key that is none of it; the server would know nothing better to say than no.
Result<void> check_key(const Node& key, const std::string& path) {
  DECANT_TRY(const Node text, config::typed(key, config::Kind::text, path));
  const std::string& value = text.as_text();
  const std::string hint =
      "Copy it from Centra's admin as it stands there: System → Stores → your store → Order API plugin.";
  if (value.empty()) return config::fail_at(key.location(), "`" + path + "` is empty", hint);
  if (value.starts_with("Bearer ")) return config::fail_at(key.location(), "`" + path + "` begins with `Bearer`", hint);
  const bool is_plain = std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < 127; });
  if (!is_plain)
    return config::fail_at(key.location(), "`" + path + "` holds a blank, a line break or a letter that no key has",
                           hint);
  return {};
}

/// The client's mapping with base_url and key put in, from `source.client`, `source` or the providers.
Result<void> read_client(Reader& reader, ValueLookup& lookup, const Node& preset, CentraKeys& keys) {
  keys.client = preset;
  const auto own = reader.optional_any("client");
  if (own && !own->node.is_null()) {
    DECANT_TRY(const Reader mapping, Reader::open(own->node, own->path));
    DECANT_TRY(rest::check_client(rest::centra_order_api(), mapping.node(), own->path + "."));
    for (const auto& member : mapping.node().members())
      keys.client = rest::with_member(keys.client, member.key, member.value);
  }
  if (keys.client.find("base_url") == nullptr) {
    DECANT_TRY(const auto base_url, lookup.find(reader, "base_url", false, true));
    if (base_url) {
      DECANT_TRY(Node text, config::typed(base_url->node, config::Kind::text, base_url->path));
      keys.base_url_place = {.setting = base_url->path, .location = text.location()};
      const Node alone = rest::with_member(Node(text.location(), Node::Members{}), "base_url", text);
      DECANT_TRY(rest::check_client(rest::centra_order_api(), alone, "source."));
      keys.client = rest::with_member(keys.client, "base_url", std::move(text));
    }
  }
  const Node auth = *keys.client.find("auth");
  const Node* type = auth.find("type");
  const bool is_key = type != nullptr && type->is_text() && type->as_text() == "api_key";
  if (!is_key || auth.find("api_key") != nullptr) return {};
  DECANT_TRY(const auto key, lookup.find(reader, "api_key", true, true));
  if (key) {
    DECANT_TRY(check_key(key->node, key->path));
    keys.key_place = {.setting = key->path, .location = key->node.location()};
    keys.client = rest::with_member(keys.client, "auth", rest::with_member(auth, "api_key", key->node));
  }
  return {};
}

Result<CentraKeys> read_keys(const Node& source, const SourceContext& context) {
  DECANT_TRY(Reader reader, Reader::open(source, "source"));
  DECANT_TRY(reader.refuse({"graphql_url", "token"}));
  DECANT_TRY(reader.optional_choice("type", {"centra"}));
  DECANT_TRY(const auto protocol, reader.optional_choice("protocol", {"auto", "rest", "graphql"}));
  if (protocol == "graphql") return reader.fail("protocol", "graphql is not supported yet", "Use auto or rest.");
  CentraKeys keys;
  DECANT_TRY(keys.schema, read_schema_hints(reader));
  DECANT_TRY(const auto name, reader.optional_text("name"));
  DECANT_TRY(const auto section, reader.optional_text("section"));
  DECANT_TRY(const auto strict, reader.optional_boolean("strict"));
  DECANT_TRY(const auto nesting, reader.optional_integer("max_table_nesting", 0, std::numeric_limits<int>::max()));
  DECANT_TRY(reader.optional_boolean("parallelized"));  // resources always run beside each other
  keys.name = name.value_or(kDefaultName);
  keys.section = section.value_or(context.file_section);
  keys.strict = strict.value_or(true);
  if (nesting) keys.max_table_nesting = static_cast<int>(*nesting);
  if (auto resources = reader.optional_any("resources"); resources && !resources->node.is_null())
    keys.resources = std::move(resources->node);

  ValueLookup lookup(context, keys.section, keys.name);
  DECANT_TRY(keys.options, read_options(reader, lookup));
  DECANT_TRY(keys.preset, catalogue(keys.options.values));
  DECANT_TRY(keys.by_id, read_resources_by_id(reader, *keys.preset.find("by_id")));
  DECANT_TRY(read_client(reader, lookup, *keys.preset.find("client"), keys));
  DECANT_TRY(reader.finish());
  DECANT_TRY(lookup.finish(reader));
  return keys;
}

/// Whether the config asks for something that has no ids: without a list of resources it asks for all.
bool mentions(const std::optional<Node>& resources, const ResourcesById& by_id) {
  if (!resources) return true;
  return std::any_of(resources->items().begin(), resources->items().end(), [&](const Node& entry) {
    const Node* name = entry.is_text() ? &entry : entry.find("name");
    return name != nullptr && name->is_text() && by_id.leaves_out(name->as_text());
  });
}

/// Says what is not loaded for want of ids: an error if this run is to load just that.
Result<void> tell_left_out(const CentraKeys& keys, const std::vector<std::string>& selected,
                           std::vector<std::string>& notes) {
  std::string names;
  for (const auto& name : keys.by_id.left_out) names += (names.empty() ? "`" : " and `") + name + "`";
  for (const auto& name : selected) {
    if (keys.by_id.leaves_out(name))
      return fail(ErrorKind::config, "the resource `" + name + "` has no ids to ask for",
                  "In the pipeline file, under `source`: " + std::string(kHowToGiveIds) + ".");
  }
  if (names.empty() || !selected.empty() || !mentions(keys.resources, keys.by_id)) return {};
  notes.push_back(names + (keys.by_id.left_out.size() > 1 ? " are" : " is") +
                  " left out for want of ids: " + kHowToGiveIds);
  return {};
}

}  // namespace

Result<std::unique_ptr<Source>> make_centra_source(const Node& source, const SourceContext& context) {
  DECANT_TRY(const CentraKeys keys, read_keys(source, context));
  const Node& preset = keys.preset;
  DECANT_TRY(const Node resources, choose_resources(keys.resources, *preset.find("resources"), keys.by_id));
  const rest::ReadingContext reading{.pipeline_name = context.pipeline_name,
                                     .section = keys.section,
                                     .name = keys.name,
                                     .strict = keys.strict,
                                     .providers = context.providers,
                                     .client_credentials = keys.key_place,
                                     .base_url = keys.base_url_place};
  DECANT_TRY(rest::RestSpec spec, rest::read_rest_spec({.client = keys.client,
                                                        .resource_defaults = *preset.find("resource_defaults"),
                                                        .resources = resources,
                                                        .path = "source."},
                                                       reading));
  spec.api = &rest::centra_order_api();
  if (!keys.options.has_timezone)
    spec.notes.emplace_back(
        "times of the Order API carry no zone; they are read, and asked for, as UTC: set `timezone` to the store's "
        "zone, such as Europe/Stockholm");
  DECANT_TRY(tell_left_out(keys, context.selected, spec.notes));
  for (auto& resource : spec.resources) {
    if (!resource.hints.max_table_nesting) resource.hints.max_table_nesting = keys.max_table_nesting;
  }
  DECANT_TRY(rest::select_resources(spec, context.selected));
  auto made = rest::make_declared_source(std::move(spec), context.http);
  made->set_schema_hints(keys.schema);
  return made;
}

}  // namespace decant::source::centra
