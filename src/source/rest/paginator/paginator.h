#pragma once

#include <cstddef>
#include <memory>

#include "core/result.h"
#include "json/document.h"
#include "json/value.h"
#include "source/rest/request/page_request.h"
#include "source/rest/spec.h"

namespace decant::source::rest {

/// How one sequence of pages goes on. One object per sequence.
class Paginator {
 public:
  virtual ~Paginator() = default;

  /// Sets what the first request needs.
  virtual void init(PageRequest& request) const = 0;

  /// Looks at an answer and at the number of records selected from it. Errors are of kind `source_data`.
  virtual Result<void> update(const json::Node& body, std::size_t records) = 0;

  [[nodiscard]] virtual bool has_next() const = 0;

  /// Turns the request for the last page into that for the next one; only if there is one.
  virtual Result<void> advance(PageRequest& request) const = 0;

  /// What a later process needs to go on after the request that `advance` made; null: nothing but that request.
  [[nodiscard]] virtual json::Value state() const { return {}; }

  /// Takes a state back. An error of kind `package` if it is none of this paginator's.
  virtual Result<void> restore(const json::Value& /*state*/) { return {}; }

  static std::unique_ptr<Paginator> make(const PaginatorSpec& spec);
};

}  // namespace decant::source::rest
