#pragma once

#include <optional>
#include <string>

#include "source/rest/paginator/paginator.h"

namespace decant::source::rest {

/// dlt's `cursor`: a value of the body goes into the next request, until there is none.
class CursorPaginator final : public Paginator {
 public:
  explicit CursorPaginator(CursorSpec spec) : spec_(std::move(spec)) {}

  Result<void> update(const Answer& answer) override;
  [[nodiscard]] bool has_next() const override { return !cursor_.is_null(); }
  Result<void> advance(PageRequest& request) const override;
  [[nodiscard]] json::Value state() const override { return cursor_; }
  Result<void> restore(const json::Value& state, PageRequest& request) override;

 private:
  CursorSpec spec_;
  json::Value cursor_;  ///< null: no further page
};

/// dlt's `header_cursor`: the same with a header of the answer and a query parameter.
class HeaderCursorPaginator final : public Paginator {
 public:
  explicit HeaderCursorPaginator(HeaderCursorSpec spec) : spec_(std::move(spec)) {}

  Result<void> update(const Answer& answer) override;
  [[nodiscard]] bool has_next() const override { return cursor_.has_value(); }
  Result<void> advance(PageRequest& request) const override;
  [[nodiscard]] std::string header() const override;

 private:
  HeaderCursorSpec spec_;
  std::optional<std::string> cursor_;
};

}  // namespace decant::source::rest
