#include "source/rest/config/request_reader.h"

#include <algorithm>
#include <utility>

#include "http/url.h"
#include "source/incremental/incremental_reader.h"
#include "source/rest/config/headers_reader.h"
#include "source/rest/config/literal_values.h"
#include "source/rest/config/path_binding.h"
#include "source/rest/placeholder/python_text.h"

namespace decant::source::rest {

namespace {

using config::Element;
using config::Member;
using config::Node;
using config::Reader;

/// Reads an endpoint's request; keeps what the parts have in common.
class RequestReader {
 public:
  RequestReader(Reader& endpoint, const ClientSpec& client) : endpoint_(endpoint), client_(client) {
    request().base_url = client.base_url;
    request().headers = client.headers;
  }

  Result<EndpointRequest> run() {
    DECANT_TRY(const auto method, endpoint_.optional_choice("method", {"GET", "POST"}));
    request().method = method.value_or("GET");
    DECANT_TRY(const Node params, read_params());
    DECANT_TRY(read_for_each());
    DECANT_TRY(read_path(params));
    DECANT_TRY(read_own_headers());
    DECANT_TRY(read_json());
    DECANT_TRY(read_data());
    return std::move(result_);
  }

 private:
  RequestTemplate& request() { return result_.request; }

  /// The parameters but those of type resolve, which the path names.
  Result<Node> read_params() {
    const Node none(endpoint_.node().location(), Node::Members{});
    DECANT_TRY(const auto params, endpoint_.optional_mapping("params"));
    if (!params) return none;
    for (const auto& member : params->node().members()) {
      if (member.value.is_mapping()) DECANT_TRY(read_typed_param(member, *params));
    }
    return params->node();
  }

  Result<void> read_typed_param(const Member& member, const Reader& params) {
    DECANT_TRY(Reader param, Reader::open(member.value, params.path_of(member.key)));
    const Node* type = member.value.find("type");
    if (type == nullptr || !type->is_text() || (type->as_text() != "resolve" && type->as_text() != "incremental"))
      return param.fail("type",
                        "must be resolve or incremental, but is " +
                            (type == nullptr ? std::string("absent") : python_str(type->to_json())),
                        "A value of another kind cannot be sent as a parameter.");
    if (is_incremental_param(member.value)) return {};  // an old form of `incremental`, which is read elsewhere
    ResolveParam resolved{.name = member.key, .resource = {}, .field = {}, .location = member.value.location()};
    DECANT_TRY(param.optional_text("type"));
    DECANT_TRY(resolved.resource, param.text("resource"));
    DECANT_TRY(resolved.field, param.text("field"));
    DECANT_TRY(param.finish());
    result_.resolved.push_back(std::move(resolved));
    return {};
  }

  /// A placeholder of the path, and the values that it gets one after the other.
  Result<void> read_for_each() {
    DECANT_TRY(auto reader, endpoint_.optional_mapping("for_each"));
    if (!reader) return {};
    const auto& members = reader->node().members();
    if (members.size() != 1 || members.front().key.find('.') != std::string::npos)
      return endpoint_.fail("for_each", "must be one placeholder of the path with its values",
                            "Write `path: \"orders/{id}\"` and `for_each: { id: [1, 2] }`.");
    ForEach each{.placeholder = members.front().key, .values = {}};
    DECANT_TRY(const auto values, reader->list(each.placeholder));
    for (const auto& value : values) {
      const bool is_scalar = value.node.is_text() || value.node.kind() == config::Kind::integer;
      if (!is_scalar || (value.node.is_text() && value.node.as_text().empty()))
        return config::fail_at(value.node.location(), "`" + value.path + "` must be a text or a whole number");
      collect_secrets(value.node, request().secrets);
      each.values.push_back(value.node.to_json());
    }
    if (each.values.empty()) return reader->fail(each.placeholder, "is an empty list", "Give it a value.");
    DECANT_TRY(const std::string path, endpoint_.text("path"));
    if (path.find("{" + each.placeholder + "}") == std::string::npos)
      return endpoint_.fail("path", "does not name `{" + each.placeholder + "}`, whose values `for_each` gives");
    request().for_each = std::move(each);
    return {};
  }

  Result<void> read_path(const Node& params) {
    DECANT_TRY(endpoint_.text("path"));
    std::vector<std::string> names;
    if (request().for_each) names.push_back(request().for_each->placeholder);
    for (const auto& param : result_.resolved) names.push_back(param.name);
    DECANT_TRY(BoundPath bound,
               bind_path(*endpoint_.node().find("path"), params, names, has_incremental(), endpoint_.path()));
    request().secrets = std::move(bound.secrets);
    DECANT_TRY(request().path, TemplateTree::compile(bound.path));
    for (const auto& use : request().path.uses()) note_use(use);
    DECANT_TRY(read_origin(bound.path));
    std::erase_if(bound.params.members(), [](const Member& member) { return member.value.is_mapping(); });
    return read_sent_params(std::move(bound.params));
  }

  /// Credentials are for the configured address alone, not for one that a record of the parent names.
  Result<void> read_origin(const Node& path) {
    auto origin = http::origin_of(http::join_path(client_.base_url, path.as_text()));
    if (!origin) return config::fail_at(path.location(), origin.error().message, origin.error().hint);
    request().credentials_origin = std::move(*origin);
    return {};
  }

  /// Parameters that are secrets are credentials: no URL shows them.
  Result<void> read_sent_params(Node params) {
    for (const auto& member : params.members()) {
      if (!member.value.is_secret()) continue;
      std::vector<std::string> values;
      collect_secrets(member.value, values);
      for (auto& value : values)
        request().params_secret.push_back(
            {.place = http::Credential::Place::query, .name = member.key, .value = std::move(value)});
    }
    std::erase_if(params.members(), [](const Member& member) { return member.value.is_secret(); });
    DECANT_TRY(request().params, compile(params, "params"));
    return {};
  }

  Result<void> read_own_headers() {
    const auto headers = endpoint_.optional_any("headers");
    if (!headers) return {};
    DECANT_TRY(auto own, read_headers(*headers, false));
    for (auto& header : own) {
      DECANT_TRY(take_uses(header.name, "headers"));
      if (header.value) DECANT_TRY(take_uses(*header.value, "headers"));
      request().headers.push_back(std::move(header));
    }
    return {};
  }

  Result<void> read_json() {
    DECANT_TRY(const auto body, endpoint_.optional_mapping("json"));
    if (!body) return {};
    DECANT_TRY(request().json, compile(body->node(), "json"));
    return {};
  }

  Result<void> read_data() {
    const auto data = endpoint_.optional_any("data");
    if (!data || data->node.is_null()) return {};
    const Node& node = data->node;
    if (!node.is_text() && !node.is_mapping() && !node.is_sequence())
      return endpoint_.fail("data", "must be a mapping, a list of pairs or text");
    for (const auto& pair : node.items()) {
      if (pair.items().size() != 2 || !pair.items()[0].is_text())
        return config::fail_at(pair.location(),
                               "`" + data->path + "`: each entry must be a pair of a name and a value");
    }
    if (node.is_mapping() && node.members().empty()) return {};
    if (node.is_sequence() && node.items().empty()) return {};
    if (request().json && !endpoint_.node().find("json")->members().empty())
      return endpoint_.fail("data", "and `json` cannot both be sent as the body", "Remove one of them.");
    request().json.reset();
    auto& place = node.is_text() ? request().text : request().form;
    DECANT_TRY(place, compile(node, "data"));
    return {};
  }

  Result<TemplateTree> compile(const Node& node, const std::string& key) {
    collect_secrets(node, request().secrets);
    DECANT_TRY(TemplateTree tree, TemplateTree::compile(with_literal_values(node)));
    DECANT_TRY(take_uses(tree, key));
    return tree;
  }

  /// Refuses placeholders that nothing fills in.
  Result<void> take_uses(const TemplateTree& tree, const std::string& key) {
    for (const auto& use : tree.uses()) {
      const bool is_known =
          use.name.starts_with("resources.") || (has_incremental() && use.name.starts_with("incremental."));
      if (!is_known)
        return config::fail_at(
            use.location, "`" + endpoint_.path_of(key) + "`: `{" + use.name + "}` stands for nothing",
            std::string("Placeholders are {resources.PARENT.FIELD}") +
                (has_incremental() ? " and {incremental.…}" : "") + "; write braces that are none twice: {{ and }}.");
      note_use(use);
    }
    return {};
  }

  void note_use(const TemplateTree::Use& use) {
    if (use.name.starts_with("resources.")) result_.uses.push_back(use);
    if (use.name.starts_with("incremental.")) request().incremental_names.push_back(use.name);
  }

  [[nodiscard]] bool has_incremental() const { return endpoint_.has("incremental"); }

  Reader& endpoint_;
  const ClientSpec& client_;
  EndpointRequest result_;
};

}  // namespace

Result<EndpointRequest> read_request(Reader& endpoint, const ClientSpec& client) {
  return RequestReader(endpoint, client).run();
}

}  // namespace decant::source::rest
