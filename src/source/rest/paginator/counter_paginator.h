#pragma once

#include <optional>

#include "source/rest/paginator/paginator.h"

namespace decant::source::rest {

/// dlt's `offset` and `page_number`: a parameter that grows until a total, a maximum, a flag or an empty page
/// ends it.
class CounterPaginator final : public Paginator {
 public:
  explicit CounterPaginator(CounterSpec spec) : spec_(std::move(spec)), value_(spec_.first) {}

  void init(PageRequest& request) const override { write(request); }
  Result<void> update(const Answer& answer) override;
  [[nodiscard]] bool has_next() const override { return has_next_; }
  Result<void> advance(PageRequest& request) const override;
  [[nodiscard]] std::string doubt() const override;
  [[nodiscard]] json::Value state() const override { return value_; }
  Result<void> restore(const json::Value& state, PageRequest& request) override;

 private:
  void write(PageRequest& request) const;
  [[nodiscard]] Result<std::optional<std::int64_t>> read_total(const json::Node& body) const;
  [[nodiscard]] std::int64_t step(std::size_t records) const;

  CounterSpec spec_;
  std::int64_t value_;
  bool has_next_ = true;
  std::optional<std::int64_t> announced_;  ///< total of the last answer that had one
  std::optional<std::int64_t> came_ = 0;   ///< records so far; unknown if an earlier process got some
};

}  // namespace decant::source::rest
