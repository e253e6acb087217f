#pragma once

#include <cstddef>
#include <cstdint>

#include "sandbox/data/local_time.h"

namespace decant::sandbox::shop {

/// What determines the shop's data. The same options give the same bytes. A list of no rows is not there at all.
struct ShopOptions {
  std::uint64_t seed = 1;
  std::size_t orders = 1000;
  std::size_t products = 200;
  std::size_t customers = 500;
  std::size_t stock = 1000;
  /// How many orders, evenly spread, have changed within the hour after the clock.
  std::size_t changed = 0;
  /// Rows of `wide`, each with so many columns.
  std::size_t wide_rows = 0;
  std::size_t wide_columns = 600;
  /// Rows of `deep`, each with lists in lists, so many levels.
  std::size_t deep_rows = 0;
  std::size_t deep_levels = 12;
  /// Lists `tables/1`, `tables/2`, … with so many rows each.
  std::size_t tables = 0;
  std::size_t table_rows = 100;
  /// Rows of `drift`, whose shape changes half way.
  std::size_t drift_rows = 0;
  /// No page has more rows.
  std::size_t page_limit = 1000;
  /// The shop's "now" before the changes: 2024-06-01 12:00:00. Nothing that did not change is younger.
  LocalTime clock{1'717'243'200};
};

}  // namespace decant::sandbox::shop
