#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "sandbox/data/record_table.h"
#include "sandbox/http/parameters.h"

namespace decant::sandbox {

/// How an endpoint cuts its records into pages.
enum class Paging {
  /// `limit` and `page`; without `limit` all rows. Pages link to their neighbours.
  links,
  /// `limit` and `offset`.
  offset,
  /// `limit` and `page`, from 1.
  page,
  /// All rows at once.
  none,
  /// The one record that the path names.
  one,
};

/// Page size of `orders` when none is asked for, and here of the other lists for which none is documented.
inline constexpr std::size_t kDefaultLimit = 20;

/// Which page a request asks for.
class PageRequest {
 public:
  /// No page has more than `page_limit` rows, save where there are no pages.
  PageRequest(Paging paging, Parameters& parameters, std::size_t page_limit);

  Window window() const;

  /// The members `previous` and `next`, each with a comma before it; empty where pages have no links. As in the real
  /// API they hold `limit` and `page` and do not repeat the filters.
  std::string links(const RowSelection& selection) const;

 private:
  Paging paging_;
  std::optional<std::size_t> limit_;
  std::size_t page_ = 1;
  std::size_t offset_ = 0;
};

}  // namespace decant::sandbox
