#include "builtin/postgres_credentials.h"

#include <charconv>
#include <utility>
#include <vector>

#include "config/connection_string.h"
#include "config/missing_value.h"
#include "config/typed.h"
#include "core/percent.h"
#include "core/redact.h"
#include "http/query.h"

namespace decant::builtin {

namespace {

using config::Element;
using config::Kind;
using destination::PostgresCredentials;

constexpr int kMaxPort = 65'535;
constexpr int kMaxTimeout = 86'400;

/// What is known of the fields so far.
struct Fields {
  std::optional<std::string> host;
  std::optional<std::string> database;
  std::optional<std::string> username;
  std::optional<std::string> password;
  std::optional<int> port;
  std::optional<int> connect_timeout;
  std::vector<std::pair<std::string, std::string>> parameters;
};

std::unexpected<Error> no_such_url(const Element& value, const std::string& what) {
  return config::fail_at(value.node.location(), "`" + value.path + "` " + what,
                         "Write postgresql://user:password@host:5432/database.");
}

std::optional<int> number_in(std::string_view text, int most) {
  int number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  return is_number && number > 0 && number <= most ? std::optional(number) : std::nullopt;
}

Result<void> take_parameter(const std::string& name, std::string text, const Element& value, Fields& fields) {
  if (name == "host") {
    fields.host = std::move(text);
  } else if (name == "connect_timeout") {
    fields.connect_timeout = number_in(text, kMaxTimeout);
    if (!fields.connect_timeout) return no_such_url(value, "has a connect_timeout that is no number of seconds");
  } else {
    fields.parameters.emplace_back(name, std::move(text));
  }
  return {};
}

std::optional<std::string> decoded(const std::optional<std::string_view>& part) {
  return part && !part->empty() ? std::optional(percent_decode(*part)) : std::nullopt;
}

Result<Fields> fields_of_url(const Element& value) {
  const auto parts = config::parse_connection_string(value.node.as_text());
  if (!parts || !is_postgres_scheme(parts->driver)) return no_such_url(value, "is no URL of a PostgreSQL database");
  // What stands behind the first @ would be taken for the host, and be shown.
  if (parts->host.find('@') != std::string_view::npos)
    return no_such_url(value, "has more than one @: write one that belongs to the password as %40");
  Fields fields{.host = decoded(parts->host),
                .database = decoded(parts->database),
                .username = decoded(parts->username),
                .password = decoded(parts->password),
                .port = {},
                .connect_timeout = {},
                .parameters = {}};
  if (parts->port) {
    fields.port = number_in(*parts->port, kMaxPort);
    if (!fields.port) return no_such_url(value, "has no port from 1 to 65535 behind the host");
  }
  for (auto& [name, parameter] : http::decode_query(parts->query.value_or("")))
    DECANT_TRY(take_parameter(name, std::move(parameter), value, fields));
  return fields;
}

Result<Fields> fields_of_mapping(const Element& value) {
  DECANT_TRY(auto reader, config::Reader::open(value.node, value.path));
  Fields fields;
  DECANT_TRY(reader.optional_choice("drivername", {"postgresql", "postgres"}));
  DECANT_TRY(fields.host, reader.optional_text("host"));
  DECANT_TRY(fields.database, reader.optional_text("database"));
  DECANT_TRY(fields.username, reader.optional_text("username"));
  DECANT_TRY(fields.password, reader.optional_text("password"));
  DECANT_TRY(const auto port, reader.optional_integer("port", 1, kMaxPort));
  if (port) fields.port = static_cast<int>(*port);
  DECANT_TRY(const auto timeout, reader.optional_integer("connect_timeout", 1, kMaxTimeout));
  if (timeout) fields.connect_timeout = static_cast<int>(*timeout);
  if (const auto query = reader.optional_any("query"); query && !query->node.is_null()) {
    DECANT_TRY(const auto mapping, config::typed(query->node, Kind::mapping, query->path));
    for (const auto& member : mapping.members()) {
      DECANT_TRY(const auto text, config::typed(member.value, Kind::text, query->path + "." + member.key));
      DECANT_TRY(take_parameter(member.key, text.as_text(), value, fields));
    }
  }
  DECANT_TRY(reader.finish());
  return fields;
}

Result<Fields> fields_of(const Element& value) {
  return value.node.is_text() ? fields_of_url(value) : fields_of_mapping(value);
}

/// The fields of one destination where dlt looks for them.
class FieldLookup {
 public:
  FieldLookup(const config::Providers& providers, const CredentialsNames& names)
      : providers_(providers), names_(names) {}

  Result<std::optional<Element>> url() const {
    config::Query query = query_of("credentials", true);
    query.config_section.clear();
    query.is_native = true;
    DECANT_TRY(const auto answer, providers_.look_up(query));
    return element_of(answer);
  }

  Result<void> fill(std::optional<std::string>& field, std::string_view key, bool is_secret) const {
    if (field) return {};
    DECANT_TRY(const auto found, find(key, is_secret));
    if (!found) return {};
    DECANT_TRY(const auto text, config::typed(found->node, Kind::text, found->path));
    field = text.as_text();
    return {};
  }

  Result<void> fill(std::optional<int>& field, std::string_view key, int most) const {
    if (field) return {};
    DECANT_TRY(const auto found, find(key, false));
    if (!found) return {};
    DECANT_TRY(const auto number, config::typed(found->node, Kind::integer, found->path));
    if (number.as_integer() < 1 || number.as_integer() > most)
      return config::fail_at(found->node.location(), "`" + found->path + "` must be from 1 to " + std::to_string(most));
    field = static_cast<int>(number.as_integer());
    return {};
  }

  Result<void> require(const std::optional<std::string>& field, std::string_view key) const {
    if (field && !field->empty()) return {};
    DECANT_TRY(const auto found,
               config::require_value(providers_, query_of(key, false),
                                     "destination." + names_.destination + ".credentials." + std::string(key)));
    return {};
  }

 private:
  [[nodiscard]] config::Query query_of(std::string_view key, bool is_secret) const {
    return {.pipeline_name = names_.pipeline,
            .sections = {"destination", names_.destination},
            .config_section = "credentials",
            .key = std::string(key),
            .is_secret = is_secret};
  }

  Result<std::optional<Element>> find(std::string_view key, bool is_secret) const {
    DECANT_TRY(const auto answer, providers_.look_up(query_of(key, is_secret)));
    return element_of(answer);
  }

  static std::optional<Element> element_of(const config::Answer& answer) {
    if (!answer.found || answer.found->value.is_null()) return std::nullopt;
    return Element{.node = answer.found->value, .path = answer.found->key};
  }

  const config::Providers& providers_;
  const CredentialsNames& names_;
};

/// A password that was found: without the white space around it, as in dlt, and masked from now on in all that is said.
std::string take_password(const std::optional<std::string>& found) {
  const std::string text = found.value_or("");
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  std::string password = text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
  Redactor::process().add(password);
  return password;
}

}  // namespace

bool is_postgres_scheme(std::string_view scheme) {
  return scheme == "postgresql" || scheme == "postgres" || scheme.starts_with("postgresql+");
}

Result<PostgresCredentials> read_postgres_credentials(const Element* given, const config::Providers& providers,
                                                      const CredentialsNames& names) {
  const FieldLookup lookup(providers, names);
  Fields fields;
  if (given != nullptr) {
    DECANT_TRY(fields, fields_of(*given));
  } else {
    DECANT_TRY(const auto url, lookup.url());
    if (url) {
      DECANT_TRY(fields, fields_of(*url));
    }
  }
  DECANT_TRY(lookup.fill(fields.database, "database", false));
  DECANT_TRY(lookup.fill(fields.username, "username", false));
  DECANT_TRY(lookup.fill(fields.host, "host", false));
  DECANT_TRY(lookup.fill(fields.password, "password", true));
  DECANT_TRY(lookup.fill(fields.port, "port", kMaxPort));
  DECANT_TRY(lookup.fill(fields.connect_timeout, "connect_timeout", kMaxTimeout));
  DECANT_TRY(lookup.require(fields.database, "database"));
  DECANT_TRY(lookup.require(fields.username, "username"));
  DECANT_TRY(lookup.require(fields.host, "host"));
  PostgresCredentials credentials;
  credentials.host = *fields.host;
  credentials.database = *fields.database;
  credentials.username = *fields.username;
  credentials.password = take_password(fields.password);
  if (fields.port) credentials.port = *fields.port;
  if (fields.connect_timeout) credentials.connect_timeout = *fields.connect_timeout;
  credentials.parameters = std::move(fields.parameters);
  return credentials;
}

Result<std::string> look_up_password(const config::Providers& providers, const CredentialsNames& names) {
  const FieldLookup lookup(providers, names);
  DECANT_TRY(const auto url, lookup.url());
  Fields fields;
  if (url) {
    DECANT_TRY(fields, fields_of(*url));
  }
  DECANT_TRY(lookup.fill(fields.password, "password", true));
  return take_password(fields.password);
}

}  // namespace decant::builtin
