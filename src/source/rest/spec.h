#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/node.h"
#include "config/setting_place.h"
#include "json/path.h"
#include "json/value.h"
#include "schema/resource_hints.h"
#include "source/auth/token_grant.h"
#include "source/incremental/incremental_spec.h"
#include "source/records/exclusion.h"
#include "source/records/record_selection.h"
#include "source/rest/paginator/paginator_spec.h"
#include "source/rest/request/request_template.h"
#include "source/transform/transform_step.h"
#include "source/transport_reader.h"

namespace decant::source::rest {

struct KnownApi;

/// How an answer with HTTP 200 says that it is one: the value at `path` (if there is one) is `value`.
struct SuccessSpec {
  json::Path path;
  json::Value value;
  std::vector<json::Path> messages;  ///< the first that is there is quoted in the error
  /// Texts in such a message, whatever their case, that mean that there is no such record.
  std::vector<std::string> absent;
};

/// An answer that ends its sequence without an error: of that status, with that text in its body; one of them at least
/// is given.
struct IgnoreSpec {
  std::optional<std::int64_t> status;
  std::optional<std::string> content;
};

struct EndpointSpec {
  RequestTemplate request;
  SelectorSpec selector;
  std::optional<SuccessSpec> success;
  std::vector<IgnoreSpec> ignored;
  PaginatorSpec paginator;
  std::optional<IncrementalSpec> incremental;
  std::shared_ptr<const auth::TokenGrant> grant;  ///< of a token that goes with the requests; null: none does
  config::SettingPlace credentials;               ///< empty: there are none
};

/// A value of the parent's record that the requests of a child are made with.
struct ParentField {
  std::string placeholder;  ///< its name: `resources.posts.id`, or that of a parameter of type resolve
  std::string field;        ///< as it is written in the config
  json::Path path;
  config::Location location;
};

/// A resource whose requests are made of the records of another one.
struct ParentSpec {
  std::string resource;
  std::vector<ParentField> fields;
  std::vector<std::string> included;  ///< keys of the parent's record that each record gets, as `_<parent>_<key>`
  config::Location included_location = {};

  /// The member that a record gets for such a key.
  [[nodiscard]] std::string member_for(const std::string& key) const { return "_" + resource + "_" + key; }
};

struct ResourceSpec {
  schema::ResourceHints hints;
  EndpointSpec endpoint;
  std::optional<ParentSpec> parent;
  std::vector<TransformStep> steps;  ///< what becomes of its records
  std::vector<ExcludedPath> excluded;
  bool parallelized = false;  ///< as a child: its sequences may be begun ahead of their turn
  bool asks_once = false;     ///< a request that began an earlier sequence is not sent again
  bool selected = true;       ///< else its records are for its children alone
  /// Whether its pages change the state. Not if the config selects it and this run does not: the records that are
  /// passed over now are to be loaded by a later run.
  bool moves_state = true;
  config::Location location;
  json::Value fingerprint;         ///< what decides which pages are asked for; no secret
  std::vector<std::string> notes;  ///< told once, before its first page
};

/// A whole source, checked.
struct RestSpec {
  std::string name;
  bool strict = false;
  Transport transport;
  std::vector<ResourceSpec> resources;
  const KnownApi* api = nullptr;     ///< null: nothing is known of it
  config::SettingPlace base_url;     ///< of all resources
  std::string base_url_origin = {};  ///< empty: resources have URLs of their own
  std::vector<std::string> notes;    ///< told once, before the first page
};

}  // namespace decant::source::rest
