#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/cancel.h"
#include "http/client.h"
#include "source/records/record_flow.h"
#include "source/rest/answer/loop_guard.h"
#include "source/rest/extract/absent_records.h"
#include "source/rest/spec.h"
#include "source/source.h"

namespace decant::source::rest {

/// Makes a client that asks for a resource.
using MakeClient = std::function<http::Client(const ResourceSpec& spec)>;

/// A resource while it is extracted: what all its sequences share. Used by one thread.
class ResourceRun {
 public:
  /// All references must outlive the run.
  ResourceRun(const RestSpec& source, const ResourceSpec& spec, MakeClient make_client, RecordFlow flow, PageSink& sink,
              const CancelToken& cancel)
      : source_(source),
        spec_(spec),
        make_client_(std::move(make_client)),
        client_(make_client_(spec)),
        flow_(std::move(flow)),
        sink_(sink),
        cancel_(cancel) {
    for (const auto& note : spec.notes) sink.note(spec.hints.name, note);
  }

  [[nodiscard]] const RestSpec& source() const { return source_; }
  [[nodiscard]] const ResourceSpec& spec() const { return spec_; }
  [[nodiscard]] const EndpointSpec& endpoint() const { return spec_.endpoint; }
  [[nodiscard]] const std::string& name() const { return spec_.hints.name; }
  [[nodiscard]] http::Client& client() { return client_; }
  /// At least so many more clients, for requests that are sent beside each other. They keep their connections.
  std::vector<http::Client>& clients(std::size_t count) {
    while (clients_.size() < count) clients_.push_back(make_client_(spec_));
    return clients_;
  }
  [[nodiscard]] RecordFlow& flow() { return flow_; }
  [[nodiscard]] PageSink& sink() { return sink_; }
  [[nodiscard]] const CancelToken& cancel() const { return cancel_; }

  /// Whether no later page can hold a record that is wanted. Never for a resource of many sequences: they are
  /// ordered each for itself.
  [[nodiscard]] bool stops_paging() const {
    return !spec_.parent && !endpoint().request.for_each && flow_.stops_paging();
  }

  /// Resources whose requests are made of this one's records.
  std::vector<ResourceRun*> children;

  /// An earlier run had pages of it.
  void note_begun_before() { was_begun_ = true; }

  /// Whether this request begins a sequence for the first time.
  bool is_new(const http::Request& request) { return begun_.insert(checksum_of(request)).second; }

  /// Counts a request for a record that is not there.
  void pass_over(const std::string& url, const std::string& message) { absent_.add(url, message); }

  /// Notes what is to be said once all its pages are there.
  void end() {
    if (!was_begun_) note_unmatched(flow_, name(), sink_);
    if (const std::string note = absent_.note(); !note.empty()) sink_.note(name(), note);
  }

  /// Says that records may be missing, once for each topic.
  void doubt_once(std::string_view topic, std::string message) {
    if (said_.insert(std::string(topic)).second) sink_.doubt(name(), std::move(message));
  }

  /// Says something, once for each topic.
  void note_once(std::string_view topic, std::string message) {
    if (said_.insert(std::string(topic)).second) sink_.note(name(), std::move(message));
  }

 private:
  const RestSpec& source_;
  const ResourceSpec& spec_;
  MakeClient make_client_;
  http::Client client_;
  std::vector<http::Client> clients_;
  RecordFlow flow_;
  PageSink& sink_;
  const CancelToken& cancel_;
  std::set<std::string> said_;
  bool was_begun_ = false;
  AbsentRecords absent_;
  std::unordered_set<std::uint64_t> begun_;  ///< checksums of requests, if the resource asks once
};

}  // namespace decant::source::rest
