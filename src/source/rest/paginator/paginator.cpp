#include "source/rest/paginator/paginator.h"

#include "source/rest/paginator/counter_paginator.h"
#include "source/rest/paginator/json_link_paginator.h"

namespace decant::source::rest {

namespace {

class SinglePage final : public Paginator {
 public:
  void init(PageRequest& /*request*/) const override {}
  Result<void> update(const json::Node& /*body*/, std::size_t /*records*/) override { return {}; }
  [[nodiscard]] bool has_next() const override { return false; }
  Result<void> advance(PageRequest& /*request*/) const override { return {}; }
};

}  // namespace

std::unique_ptr<Paginator> Paginator::make(const PaginatorSpec& spec) {
  if (const auto* link = std::get_if<JsonLinkSpec>(&spec)) return std::make_unique<JsonLinkPaginator>(*link);
  if (const auto* counter = std::get_if<CounterSpec>(&spec)) return std::make_unique<CounterPaginator>(*counter);
  return std::make_unique<SinglePage>();
}

}  // namespace decant::source::rest
