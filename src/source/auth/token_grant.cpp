#include "source/auth/token_grant.h"

namespace decant::source::auth {

http::Request TokenGrant::form(const std::string& url, const http::Parameters& fields) {
  http::Request request;
  request.method = "POST";
  request.url = url;
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  request.body = http::encode_query(fields);
  request.body_is_secret = true;
  return request;
}

}  // namespace decant::source::auth
