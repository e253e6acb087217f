#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace decant::sandbox {

/// How bundles appear among the lines of orders and shipments.
enum class BundleMode {
  /// The containing items inside of the bundle's line.
  nested,
  /// The containing items only.
  items,
  /// The bundle's line only.
  bundles,
  /// The bundle's line and the containing items as lines of their own.
  both,
};

/// What a merchant chooses in the Order API plugin and what changes its answers.
struct PluginSettings {
  /// Endpoints, by the first part of their path, that answer 403.
  std::set<std::string, std::less<>> disabled;
  /// Ids of the markets whose orders are seen; empty: all.
  std::set<std::int64_t> markets;
  /// Statuses of the orders that are seen; empty: all.
  std::set<std::string, std::less<>> order_statuses;
  bool shows_orders_on_hold = true;
  bool shows_orders_waiting_for_payment = true;
  BundleMode bundles = BundleMode::nested;
  /// Whether `stock` sums all warehouses, or counts the main one only.
  bool counts_all_warehouses = true;
};

/// Applies `NAME=VALUE`, such as `markets=1,2`. Returns what is wrong with it, or nothing.
std::optional<std::string> apply_setting(PluginSettings& settings, std::string_view assignment);

}  // namespace decant::sandbox
