#pragma once

#include <optional>
#include <string>

#include "source/rest/paginator/paginator.h"

namespace decant::source::rest {

/// dlt's `json_link`: the next page's URL stands in the body.
class JsonLinkPaginator final : public Paginator {
 public:
  explicit JsonLinkPaginator(JsonLinkSpec spec) : spec_(std::move(spec)) {}

  Result<void> update(const Answer& answer) override;
  [[nodiscard]] bool has_next() const override { return link_.has_value(); }
  Result<void> advance(PageRequest& request) const override;

 private:
  JsonLinkSpec spec_;
  std::optional<std::string> link_;
};

/// dlt's `header_link`: the next page's URL stands in the header `Link`.
class HeaderLinkPaginator final : public Paginator {
 public:
  explicit HeaderLinkPaginator(HeaderLinkSpec spec) : spec_(std::move(spec)) {}

  Result<void> update(const Answer& answer) override;
  [[nodiscard]] bool has_next() const override { return link_.has_value(); }
  Result<void> advance(PageRequest& request) const override;
  [[nodiscard]] std::string header() const override { return "link"; }

 private:
  HeaderLinkSpec spec_;
  std::optional<std::string> link_;
};

}  // namespace decant::source::rest
