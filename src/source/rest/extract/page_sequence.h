#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "core/cancel.h"
#include "http/client.h"
#include "json/parser.h"
#include "source/rest/answer/record_selection.h"
#include "source/rest/paginator/paginator.h"
#include "source/rest/request/page_request.h"
#include "source/rest/request/secret_references.h"
#include "source/rest/spec.h"
#include "source/source.h"

namespace decant::source::rest {

/// Asks for the pages of one resource, from where the sink's copy of them ends, and gives them to the sink.
class PageSequence {
 public:
  /// All references must outlive the sequence.
  PageSequence(const RestSpec& source, const ResourceSpec& resource, http::Client& client, PageSink& sink,
               const CancelToken& cancel);

  Result<void> run();

 private:
  Result<bool> begin();
  Result<bool> step();
  Result<bool> read_page(const PageAddress& address);
  Result<void> fetch();
  Result<void> parse_stored(std::string bytes);
  Result<Selection> select();
  Result<void> refuse_repeated_request();
  Result<void> refuse_repeated_page(const Selection& selection);
  Result<json::Value> go_on(std::size_t records);
  Result<void> restore(const json::Value& cursor);
  [[nodiscard]] Page make_page(const PageAddress& address, const Selection& selection) const;
  void note_once(bool& said, std::string message);

  const RestSpec& source_;
  const ResourceSpec& resource_;
  http::Client& client_;
  PageSink& sink_;
  const CancelToken& cancel_;
  SecretReferences references_;
  std::unique_ptr<Paginator> paginator_;
  SelectorSpec selector_;
  PageRequest request_;
  std::string origin_;  ///< of the first request: the credentials are for it alone
  std::uint64_t page_ = 0;
  std::unordered_set<std::uint64_t> sent_;    ///< checksums of the requests of this sequence
  std::optional<std::string> previous_page_;  ///< checksum and size of the last page's records
  bool selector_noted_ = false;
  bool mask_noted_ = false;

  json::Parser parser_;
  std::string body_;           ///< as it is stored: secrets masked
  json::Document document_;    ///< of body_
  std::string unmasked_body_;  ///< as it came, if it held a secret
  json::Document unmasked_;    ///< what paging reads then
  bool is_masked_ = false;
};

}  // namespace decant::source::rest
