#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sandbox/http/message.h"

namespace decant::sandbox {

/// A fault and how often it strikes.
struct FaultShare {
  enum class Kind { reset, truncate, status, slow, malformed };

  Kind kind = Kind::reset;
  /// Of `status`.
  int status = 0;
  /// In 100,000 answers.
  std::uint32_t share = 0;
};

/// Reads `reset:1%,status-500:0.5%`. The error says what is wrong.
std::variant<std::vector<FaultShare>, std::string> parse_chaos(std::string_view text);

/// Spoils answers now and then. Which ones depends on the seed, on what is asked for and on how often it was asked for
/// before, so that it is the same however requests are mixed. May be called from many threads.
class Chaos {
 public:
  Chaos(std::vector<FaultShare> shares, std::uint64_t seed) : shares_(std::move(shares)), seed_(seed) {}

  /// Lets a fault strike the answer to the request, or none.
  void strike(const Request& request, Response& response);

 private:
  std::uint64_t count_attempt(const std::string& target);

  std::vector<FaultShare> shares_;
  std::uint64_t seed_;
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> attempts_;
};

}  // namespace decant::sandbox
