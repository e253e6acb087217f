#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/result.h"
#include "http/request.h"
#include "json/document.h"
#include "source/rest/spec.h"

namespace decant::source::rest {

/// Whether an error may quote an answer: not where it may hold what is excluded.
enum class Quoting : std::uint8_t { allowed, forbidden };

/// The error of an answer that is no JSON: what came instead, its content type and how it begins.
Error not_json_error(const http::Response& response, const Error& parse_error, Quoting quoting, const RestSpec& spec);

/// An error of kind `source_data` if the body says that the request had no success.
Result<void> check_success(const json::Node& body, const SuccessSpec& success, const RestSpec& spec);

/// The message of an answer that has no success because there is no such record (`absent`); nothing if it is none.
Result<std::optional<std::string>> message_of_absence(const json::Node& body, const SuccessSpec& spec);

/// The error of an HTTP status, with what is known of the API: what it means, where that is set, what to do.
Error refused_error(const http::Response& response, const EndpointSpec& endpoint, const RestSpec& spec);

/// An error of sending, with the setting that it is about: the credentials, or the base URL.
Error unsent_error(Error error, const EndpointSpec& endpoint, const RestSpec& spec);

}  // namespace decant::source::rest
