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
  /// The body as it came, for paging.
  [[nodiscard]] json::Node unmasked_body() const { return (is_masked_ ? unmasked_ : document_).root(); }
  [[nodiscard]] const http::Headers& headers() const { return headers_; }

  /// Those of its headers that are stored with the body: `header`, if there is one that paging reads, and marks.
  [[nodiscard]] json::Value headers_to_store(const std::string& header) const;
  /// The body with its text, to be moved away.
  [[nodiscard]] json::Document& document() { return document_; }

 private:
  Result<Outcome> fetch(const PageAddress& address, const http::Request& request, FetchAhead* ahead);
  Result<void> mask();

  ResourceRun& run_;
  json::Parser parser_;
  http::Headers headers_;
  json::Document document_;  ///< as it is stored
  json::Document unmasked_;  ///< as it came, if it held a secret
  bool is_masked_ = false;
};

}  // namespace decant::source::rest
