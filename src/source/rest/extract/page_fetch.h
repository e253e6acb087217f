#pragma once

#include <string>

#include "http/request.h"
#include "json/document.h"
#include "json/parser.h"
#include "source/rest/extract/fetch_ahead.h"
#include "source/rest/extract/resource_run.h"

namespace decant::source::rest {

/// Gets the bodies of a sequence's pages one after the other, and holds the newest.
class PageFetch {
 public:
  explicit PageFetch(ResourceRun& run) : run_(run) {}

  enum class Outcome : std::uint8_t {
    stored,   ///< an earlier run made it durable
    fetched,  ///< from the server
    ignored,  ///< the server's answer is one that `response_actions` pass over; there is no body
  };

  /// The page of this address, with the request that asks for it if no earlier run did.
  /// `ahead` (or null) may have sent it already.
  Result<Outcome> get(const PageAddress& address, const http::Request& request, FetchAhead* ahead);

  /// The body as it is stored: secrets are masked.
  [[nodiscard]] json::Node body() const { return document_.root(); }
  [[nodiscard]] const std::string& bytes() const { return body_; }
  /// The body as it came, for paging.
  [[nodiscard]] json::Node unmasked_body() const { return (is_masked_ ? unmasked_ : document_).root(); }
  [[nodiscard]] const http::Headers& headers() const { return headers_; }

  /// For the sink: the body with those headers that are read again from it.
  [[nodiscard]] Body to_store(const std::string& header) const;

 private:
  Result<Outcome> fetch(const PageAddress& address, const http::Request& request, FetchAhead* ahead);
  Result<void> mask();
  Result<void> parse_stored(std::string bytes);

  ResourceRun& run_;
  json::Parser parser_;
  http::Headers headers_;
  std::string body_;           ///< as it is stored
  json::Document document_;    ///< of body_
  std::string unmasked_body_;  ///< as it came, if it held a secret
  json::Document unmasked_;
  bool is_masked_ = false;
};

}  // namespace decant::source::rest
