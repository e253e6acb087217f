#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/reader.h"
#include "source/auth/auth_reader.h"
#include "source/rest/config/reading_context.h"
#include "source/rest/request/request_template.h"
#include "source/transport_reader.h"

namespace decant::source::rest {

/// `client`, read once for all resources.
struct ClientSpec {
  config::SettingPlace base_url_place;
  std::string base_url;
  std::vector<HeaderTemplate> headers;
  auth::Auth auth;
  Transport transport;
  std::optional<config::Element> paginator;  ///< absent also for null and auto
  json::Value fingerprint;
};

Result<ClientSpec> read_client(const config::Element& client, const ReadingContext& context);

}  // namespace decant::source::rest
