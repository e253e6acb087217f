#include "source/rest/paginator/paginator.h"

#include "source/rest/paginator/counter_paginator.h"
#include "source/rest/paginator/cursor_paginator.h"
#include "source/rest/paginator/link_paginator.h"

namespace decant::source::rest {

namespace {

class SinglePage final : public Paginator {
 public:
  Result<void> update(const Answer& /*answer*/) override { return {}; }
  [[nodiscard]] bool has_next() const override { return false; }
  Result<void> advance(PageRequest& /*request*/) const override { return {}; }
};

struct Make {
  std::unique_ptr<Paginator> operator()(const DetectedPagesSpec& /*spec*/) const { return nullptr; }
  std::unique_ptr<Paginator> operator()(const SinglePageSpec& /*spec*/) const { return std::make_unique<SinglePage>(); }
  std::unique_ptr<Paginator> operator()(const JsonLinkSpec& spec) const {
    return std::make_unique<JsonLinkPaginator>(spec);
  }
  std::unique_ptr<Paginator> operator()(const HeaderLinkSpec& spec) const {
    return std::make_unique<HeaderLinkPaginator>(spec);
  }
  std::unique_ptr<Paginator> operator()(const HeaderCursorSpec& spec) const {
    return std::make_unique<HeaderCursorPaginator>(spec);
  }
  std::unique_ptr<Paginator> operator()(const CursorSpec& spec) const {
    return std::make_unique<CursorPaginator>(spec);
  }
  std::unique_ptr<Paginator> operator()(const CounterSpec& spec) const {
    return std::make_unique<CounterPaginator>(spec);
  }
};

}  // namespace

std::unique_ptr<Paginator> Paginator::make(const PaginatorSpec& spec) { return std::visit(Make{}, spec); }

}  // namespace decant::source::rest
