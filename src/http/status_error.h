#pragma once

#include <string_view>

#include "core/error.h"
#include "http/request.h"

namespace decant::http {

/// The error of an answer whose status no caller takes: `auth` for 401, 403 and 407, `rate_limit` for 429, else
/// `source_data`. Its message is dlt's, `404 Client Error: Not Found for url: URL`, the URL redacted; the body follows
/// if the client was told to show it.
Error status_error(const Response& response, std::string_view method);

}  // namespace decant::http
