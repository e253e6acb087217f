#include "source/rest/extract/fetch_ahead.h"

#include <algorithm>
#include <utility>

namespace decant::source::rest {

namespace {

/// Requests at once; dlt's `extract.workers` has this default.
constexpr std::size_t kWorkers = 5;

/// Answers that wait for their turn are in memory: no more are asked for while there are so many, or of so many bytes.
constexpr std::size_t kMostWaiting = 2 * kWorkers;
constexpr std::size_t kMostBytesWaiting = std::size_t{16} << 20;

}  // namespace

FetchAhead::FetchAhead(ResourceRun& run, std::vector<Opening> openings)
    : run_(run), openings_(std::move(openings)), stopped_(&run.cancel()), answers_(openings_.size()) {
  const std::size_t count = std::min(kWorkers, openings_.size());
  auto& clients = run_.clients(count);
  for (std::size_t i = 0; i < count; ++i) workers_.emplace_back([this, &client = clients[i]] { work(client); });
}

FetchAhead::~FetchAhead() {
  stopped_.cancel();
  {
    const std::lock_guard lock(mutex_);
    next_ = openings_.size();
  }
  changed_.notify_all();
  for (auto& worker : workers_) worker.join();
}

void FetchAhead::work(http::Client& client) {
  json::Parser parser;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return next_ >= openings_.size() || has_room(); });
    if (next_ >= openings_.size()) return;
    const std::size_t own = next_++;
    lock.unlock();
    auto answer = ask(openings_[own].request, run_.spec(), run_.source(), client, parser, stopped_);
    lock.lock();
    if (own + 1 >= taken_) keep(own, std::move(answer));
    changed_.notify_all();
  }
}

void FetchAhead::keep(std::size_t at, Result<EndpointAnswer> answer) {
  if (answer) bytes_waiting_ += answer->document.memory();
  answers_[at] = std::move(answer);
}

std::optional<Result<EndpointAnswer>> FetchAhead::give(std::size_t at) {
  auto answer = std::exchange(answers_[at], std::nullopt);
  if (answer && *answer) bytes_waiting_ -= (*answer)->document.memory();
  return answer;
}

/// The answer that is waited for is always asked for.
bool FetchAhead::has_room() const {
  return next_ <= taken_ || (next_ < taken_ + kMostWaiting && bytes_waiting_ < kMostBytesWaiting);
}

std::optional<Result<EndpointAnswer>> FetchAhead::take(const PageAddress& address, const http::Request& request) {
  if (address.page != 0) return std::nullopt;
  const auto found = std::find_if(openings_.begin() + static_cast<std::ptrdiff_t>(taken_), openings_.end(),
                                  [&](const Opening& opening) { return opening.sequence == address.sequence; });
  if (found == openings_.end()) return std::nullopt;
  const auto at = static_cast<std::size_t>(found - openings_.begin());
  std::unique_lock lock(mutex_);
  for (; taken_ < at; ++taken_) give(taken_);  // passed over
  taken_ = at + 1;
  next_ = std::max(next_, at);
  changed_.notify_all();
  if (next_ == at) {  // nobody has begun with it
    ++next_;
    return std::nullopt;
  }
  changed_.wait(lock, [&] { return answers_[at].has_value(); });
  auto answer = give(at);
  changed_.notify_all();
  // A placeholder of the cursor's may have moved on since.
  if (found->request.url != request.url || found->request.body != request.body) return std::nullopt;
  return answer;
}

}  // namespace decant::source::rest
