#pragma once

#include "config/node.h"
#include "json/value.h"

namespace decant::source::rest {

/// What of `client` decides which pages its resources ask for. Credentials may change between the runs of one package,
/// so neither `auth` nor any secret is in it.
json::Value fingerprint_of_client(const config::Node& client);

/// The same of a resource that is merged with the defaults.
json::Value fingerprint_of_resource(const config::Node& resource);

}  // namespace decant::source::rest
