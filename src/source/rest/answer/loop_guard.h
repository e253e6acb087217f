#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/result.h"
#include "http/request.h"
#include "json/document.h"

namespace decant::source::rest {

/// Of method, URL and body.
std::uint64_t checksum_of(const http::Request& request);

/// Notices that the pages of one sequence go in a circle. Its errors are of kind `source_data` and name the loop and
/// the request.
class LoopGuard {
 public:
  /// Takes a request (method, URL, body) for sent.
  void remember(const http::Request& request);

  /// An error if this request was sent before; else it is remembered.
  Result<void> check_request(const http::Request& request);

  /// An error if the records are, byte for byte, those of the page before; pages without records are not compared.
  Result<void> check_records(const std::vector<json::Node>& records, const http::Request& request);

  /// What a later process needs to compare its first page, and back.
  [[nodiscard]] const std::string& state() const { return previous_page_; }
  void restore(std::string state) { previous_page_ = std::move(state); }

 private:
  std::unordered_set<std::uint64_t> sent_;  ///< checksums of the requests
  std::string previous_page_;               ///< checksum and size of the last page's records
};

}  // namespace decant::source::rest
