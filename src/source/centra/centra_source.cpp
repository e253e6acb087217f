#include "source/centra/centra_source.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "config/nearest.h"
#include "config/reader.h"
#include "config/typed.h"
#include "source/centra/catalogue.h"
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

constexpr const char* kDefaultName = "centra_source";
constexpr std::int64_t kMostPerPage = 10'000;

/// The keys under `source:`, with the values that were looked up.
struct CentraKeys {
  std::string name;
  std::string section;
  bool strict = true;
  std::optional<int> max_table_nesting;
  SchemaHints schema;
  Node client;  ///< base_url, auth and what else a RESTAPIConfig's client may say
  std::string key_place;
  std::optional<CatalogueValues> catalogue;
  bool has_timezone = false;
  std::optional<Node> resources;
};

Result<void> read_options(Reader& reader, ValueLookup& lookup, CentraKeys& keys) {
  CatalogueValues values;
  DECANT_TRY(const auto page_size, lookup.find(reader, "page_size", false, false));
  if (page_size) {
    DECANT_TRY(const Node number, config::typed(page_size->node, config::Kind::integer, page_size->path));
    values.page_size = number.as_integer();
    if (values.page_size < 1 || values.page_size > kMostPerPage)
      return config::fail_at(number.location(),
                             "`" + page_size->path + "` must be from 1 to " + std::to_string(kMostPerPage));
  }
  DECANT_TRY(const auto timezone, lookup.find(reader, "timezone", false, false));
  if (timezone) {
    DECANT_TRY(const Node text, config::typed(timezone->node, config::Kind::text, timezone->path));
    if (text.as_text().empty())
      return config::fail_at(text.location(), "`" + timezone->path + "` is empty",
                             "Name a zone, such as Europe/Stockholm.");
    values.timezone = text.as_text();
    keys.has_timezone = true;
  }
  keys.catalogue = std::move(values);
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
    keys.key_place = "`" + key->path + "` (" + key->node.location().to_string() + ")";
    keys.client = rest::with_member(keys.client, "auth", rest::with_member(auth, "api_key", key->node));
  }
  return {};
}

Result<CentraKeys> read_keys(const Node& source, const SourceContext& context) {
  DECANT_TRY(Reader reader, Reader::open(source, "source"));
  DECANT_TRY(reader.refuse({"graphql_url", "token", "start_date", "lookback", "vouchers", "customer"}));
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
  DECANT_TRY(read_options(reader, lookup, keys));
  DECANT_TRY(const Node preset, catalogue(*keys.catalogue));
  DECANT_TRY(read_client(reader, lookup, *preset.find("client"), keys));
  DECANT_TRY(reader.finish());
  DECANT_TRY(lookup.finish(reader));
  return keys;
}

/// The user's selectors, then the catalogue's: what the user names may be absent (`stock`, whose records are under
/// `products`).
Node with_fallback_selectors(Node merged, const Node& preset, const Node& entry) {
  const Node* endpoint = entry.find("endpoint");
  const Node* own = endpoint == nullptr ? nullptr : endpoint->find("data_selector");
  if (own == nullptr || own->is_null()) return merged;
  Node::Items selectors = own->is_sequence() ? own->items() : Node::Items{*own};
  const Node& known = *preset.find("endpoint")->find("data_selector");
  for (const auto& selector : known.is_sequence() ? known.items() : Node::Items{known}) {
    const bool there = std::any_of(selectors.begin(), selectors.end(), [&](const Node& node) {
      return node.is_text() && node.as_text() == selector.as_text();
    });
    if (!there) selectors.push_back(selector);
  }
  Node list(own->location(), std::move(selectors));
  return rest::with_member(merged, "endpoint",
                           rest::with_member(*merged.find("endpoint"), "data_selector", std::move(list)));
}

Result<Node> choose_resource(const Node& entry, const std::string& path, const Node& presets) {
  const bool is_name = entry.is_text();
  DECANT_TRY(const Node normalized, rest::normalize_resource(entry, path));
  const Node& name = *normalized.find("name");
  std::vector<std::string> known;
  for (const auto& preset : presets.items()) {
    known.push_back(preset.find("name")->as_text());
    if (known.back() != name.as_text()) continue;
    if (is_name) return preset;
    // A path that nobody wrote is the name, and must not replace the catalogue's.
    const Node* endpoint = entry.find("endpoint");
    const Node given = endpoint != nullptr ? *normalized.find("endpoint") : Node(entry.location(), Node::Members{});
    const bool writes_path = endpoint != nullptr && (endpoint->is_text() || endpoint->find("path") != nullptr);
    const Node own = rest::with_member(
        normalized, "endpoint",
        writes_path ? given : rest::with_member(given, "path", *preset.find("endpoint")->find("path")));
    return with_fallback_selectors(rest::merge_resource(preset, own), preset, own);
  }
  for (const char* later : {"vouchers", "customer", "shipments", "returns", "supplier_orders", "supplier_deliveries"}) {
    if (name.as_text() == later)
      return config::fail_at(name.location(),
                             "`" + path + "`: the resource `" + name.as_text() + "` is not supported yet",
                             "Supported are products, stock, customers and orders.");
  }
  const auto meant = config::nearest(name.as_text(), known);
  return config::fail_at(name.location(), "`" + path + "`: Centra has no resource `" + name.as_text() + "`",
                         meant ? "did you mean `" + *meant + "`?" : "There are products, stock, customers and orders.");
}

Result<Node> choose_resources(const std::optional<Node>& wanted, const Node& presets) {
  if (!wanted) return presets;
  if (!wanted->is_sequence())
    return config::fail_at(wanted->location(),
                           "`source.resources` must be a list, but is " + std::string(to_string(wanted->kind())));
  Node::Items chosen;
  for (const auto& entry : wanted->items()) {
    DECANT_TRY(Node resource,
               choose_resource(entry, "source.resources[" + std::to_string(chosen.size()) + "]", presets));
    chosen.push_back(std::move(resource));
  }
  return Node(wanted->location(), std::move(chosen));
}

}  // namespace

Result<std::unique_ptr<Source>> make_centra_source(const Node& source, const SourceContext& context) {
  DECANT_TRY(const CentraKeys keys, read_keys(source, context));
  DECANT_TRY(const Node preset, catalogue(*keys.catalogue));
  DECANT_TRY(const Node resources, choose_resources(keys.resources, *preset.find("resources")));
  const rest::ReadingContext reading{.pipeline_name = context.pipeline_name,
                                     .section = keys.section,
                                     .name = keys.name,
                                     .strict = keys.strict,
                                     .providers = context.providers,
                                     .client_credentials_place = keys.key_place};
  DECANT_TRY(rest::RestSpec spec, rest::read_rest_spec({.client = keys.client,
                                                        .resource_defaults = *preset.find("resource_defaults"),
                                                        .resources = resources,
                                                        .path = "source."},
                                                       reading));
  spec.status_hints = rest::centra_order_api().status_hints;
  if (!keys.has_timezone)
    spec.notes.emplace_back(
        "times of the Order API carry no zone and are read as UTC: set `timezone` to the store's zone, such "
        "as Europe/Stockholm");
  for (auto& resource : spec.resources) {
    if (!resource.hints.max_table_nesting) resource.hints.max_table_nesting = keys.max_table_nesting;
  }
  DECANT_TRY(rest::select_resources(spec, context.selected));
  auto made = rest::make_declared_source(std::move(spec), context.http);
  made->set_schema_hints(keys.schema);
  return made;
}

}  // namespace decant::source::centra
