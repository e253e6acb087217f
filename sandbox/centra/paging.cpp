#include "sandbox/centra/paging.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

namespace decant::sandbox {

PageRequest::PageRequest(Paging paging, Parameters& parameters, std::size_t page_limit) : paging_(paging) {
  if (paging == Paging::none || paging == Paging::one) return;
  const auto limit = parameters.integer("limit", 1);
  if (limit || paging != Paging::links) {
    limit_ = std::min(limit ? static_cast<std::size_t>(*limit) : kDefaultLimit, page_limit);
  }
  if (paging == Paging::offset) {
    offset_ = static_cast<std::size_t>(parameters.integer("offset", 0).value_or(0));
  } else {
    page_ = static_cast<std::size_t>(parameters.integer("page", 1).value_or(1));
  }
}

Window PageRequest::window() const {
  if (!limit_) return {.offset = page_ == 1 ? 0 : Window::kAll, .limit = Window::kAll};
  if (paging_ == Paging::offset) return {.offset = offset_, .limit = *limit_};
  const bool beyond_counting = page_ - 1 > std::numeric_limits<std::size_t>::max() / *limit_;
  return {.offset = beyond_counting ? Window::kAll : (page_ - 1) * *limit_, .limit = *limit_};
}

std::string PageRequest::links(const RowSelection& selection) const {
  std::string links;
  if (paging_ != Paging::links || !limit_) return links;
  if (page_ > 1) links += fmt::format(R"(,"previous":"?limit={}&page={}")", *limit_, page_ - 1);
  if (selection.more) links += fmt::format(R"(,"next":"?limit={}&page={}")", *limit_, page_ + 1);
  return links;
}

}  // namespace decant::sandbox
