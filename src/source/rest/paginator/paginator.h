#pragma once

#include <memory>
#include <string>

#include "core/result.h"
#include "json/value.h"
#include "source/rest/paginator/answer.h"
#include "source/rest/paginator/paginator_spec.h"
#include "source/rest/request/page_request.h"

namespace decant::source::rest {

/// How one sequence of pages goes on. One object per sequence.
class Paginator {
 public:
  virtual ~Paginator() = default;

  /// Sets what the first request needs.
  virtual void init(PageRequest& /*request*/) const {}

  /// Looks at an answer. Errors are of kind `source_data`.
  virtual Result<void> update(const Answer& answer) = 0;

  [[nodiscard]] virtual bool has_next() const = 0;

  /// Turns the request for the last page into that for the next one; only if there is one.
  virtual Result<void> advance(PageRequest& request) const = 0;

  /// Why records may be missing, once there is no next page; empty: no reason is known.
  [[nodiscard]] virtual std::string doubt() const { return {}; }

  /// The header that `update` reads, in lower case; empty: none.
  [[nodiscard]] virtual std::string header() const { return {}; }

  /// What a later process needs to go on after `advance` beside the URL and its parameters; null: nothing.
  [[nodiscard]] virtual json::Value state() const { return {}; }

  /// Takes a state back and sets what it means in the request. An error of kind `package` if it is none of this
  /// paginator's.
  virtual Result<void> restore(const json::Value& /*state*/, PageRequest& /*request*/) { return {}; }

  /// Null for DetectedPagesSpec.
  static std::unique_ptr<Paginator> make(const PaginatorSpec& spec);
};

}  // namespace decant::source::rest
