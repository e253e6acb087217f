#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "source/rest/extract/endpoint_answer.h"
#include "source/rest/extract/resource_run.h"

namespace decant::source::rest {

/// Sends the first requests of the sequences of a `parallelized` resource before it is their turn, several at once.
/// The answers are taken in the order of the requests.
class FetchAhead {
 public:
  /// The first request of a sequence.
  struct Opening {
    std::string sequence;
    http::Request request;
  };

  /// Begins to send. `run` must outlive this, and have no other meanwhile.
  FetchAhead(ResourceRun& run, std::vector<Opening> openings);
  /// Ends what is under way.
  ~FetchAhead();
  FetchAhead(const FetchAhead&) = delete;
  FetchAhead& operator=(const FetchAhead&) = delete;

  /// The answer to this very request of the sequence's first page, once it is there; nothing if it was not sent. An
  /// answer can be taken once.
  std::optional<Result<EndpointAnswer>> take(const PageAddress& address, const http::Request& request);

 private:
  void work(http::Client& client);
  [[nodiscard]] bool has_room() const;
  void keep(std::size_t at, Result<EndpointAnswer> answer);
  std::optional<Result<EndpointAnswer>> give(std::size_t at);

  ResourceRun& run_;
  const std::vector<Opening> openings_;
  CancelToken stopped_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::optional<Result<EndpointAnswer>>> answers_;  ///< by opening; nothing: not there yet, or taken
  std::size_t next_ = 0;                                        ///< the opening to be sent next
  std::size_t bytes_waiting_ = 0;                               ///< of the answers that are there
  std::size_t taken_ = 0;                                       ///< those before it were taken or passed over
  std::vector<std::thread> workers_;
};

}  // namespace decant::source::rest
