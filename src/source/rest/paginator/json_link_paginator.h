#pragma once

#include <optional>
#include <string>

#include "source/rest/paginator/paginator.h"

namespace decant::source::rest {

/// Follows a URL, or a reference relative to the URL asked, that stands in the body. Absent or null: the end.
class JsonLinkPaginator final : public Paginator {
 public:
  explicit JsonLinkPaginator(JsonLinkSpec spec) : spec_(std::move(spec)) {}

  void init(PageRequest& /*request*/) const override {}
  Result<void> update(const json::Node& body, std::size_t records) override;
  [[nodiscard]] bool has_next() const override { return link_.has_value(); }
  Result<void> advance(PageRequest& request) const override;

 private:
  JsonLinkSpec spec_;
  std::optional<std::string> link_;
};

}  // namespace decant::source::rest
