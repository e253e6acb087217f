#pragma once

#include <chrono>
#include <string>

#include "core/result.h"
#include "http/request.h"
#include "source/auth/token_grant.h"

namespace decant::source::auth {

struct Token {
  std::string value;
  std::chrono::seconds lifetime{0};
};

/// What the token endpoint gave. Errors, of kind `auth` or `source_data`, name the endpoint, the status and the OAuth
/// error code, and quote nothing else.
Result<Token> read_token_answer(const http::Response& response, const TokenGrant& grant);

}  // namespace decant::source::auth
