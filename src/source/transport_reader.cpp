#include "source/transport_reader.h"

#include <filesystem>

#include "config/relative_path.h"
#include "config/typed.h"
#include "core/redact.h"

namespace decant::source {

namespace {

Result<std::string> read_path(config::Reader& client, std::string_view key) {
  const auto given = client.optional_any(key);
  if (!given || given->node.is_null()) return std::string();
  DECANT_TRY(const auto text, config::typed(given->node, config::Kind::text, given->path));
  const auto path = config::path_beside(text);
  std::error_code failed;
  if (!std::filesystem::exists(path, failed))
    return client.fail(key, "names no file: " + path.string(),
                       "A path counts from the folder of the file it stands in.");
  return path.string();
}

}  // namespace

Result<Transport> read_transport(config::Reader& client) {
  Transport transport;
  DECANT_TRY(const auto rate, client.optional_text("rate_limit"));
  if (rate) {
    auto limit = http::parse_rate_limit(*rate);
    if (!limit) return client.fail("rate_limit", "is " + limit.error().message, limit.error().hint);
    transport.rate_limit = *limit;
  }
  DECANT_TRY(transport.tls.ca_file, read_path(client, "ca_file"));
  DECANT_TRY(transport.tls.cert_file, read_path(client, "cert_file"));
  DECANT_TRY(transport.tls.key_file, read_path(client, "key_file"));
  DECANT_TRY(const auto password, client.optional_text("key_password"));
  transport.tls.key_password = password.value_or("");
  Redactor::process().add(transport.tls.key_password);
  if (transport.tls.cert_file.empty() && (client.has("key_file") || client.has("key_password")))
    return client.fail(client.has("key_file") ? "key_file" : "key_password", "needs `cert_file`");
  return transport;
}

}  // namespace decant::source
