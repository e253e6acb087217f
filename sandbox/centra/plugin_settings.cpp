#include "sandbox/centra/plugin_settings.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <span>
#include <vector>

namespace decant::sandbox {
namespace {

constexpr std::array<std::string_view, 9> kEndpoints{"products",  "stock",   "customers",       "orders",
                                                     "shipments", "returns", "supplier-orders", "supplier-deliveries",
                                                     "vouchers"};
constexpr std::array<std::string_view, 6> kStatuses{"pending",   "confirmed", "processing",
                                                    "completed", "archived",  "cancelled"};
constexpr std::array<std::string_view, 4> kBundleModes{"nested", "items", "bundles", "both"};
constexpr std::array<std::string_view, 2> kAnswers{"no", "yes"};
constexpr std::array<std::string_view, 2> kWarehouses{"main", "all"};

using Complaint = std::optional<std::string>;

std::vector<std::string_view> words_of(std::string_view list) {
  std::vector<std::string_view> words;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    if (const std::string_view word = list.substr(0, comma); !word.empty()) words.push_back(word);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  return words;
}

std::string spoken(std::span<const std::string_view> words) {
  std::string list;
  for (const std::string_view word : words) list.append(list.empty() ? "" : ", ").append(word);
  return list;
}

// The position of the word among those that are allowed.
Complaint read_choice(std::string_view word, std::span<const std::string_view> allowed, std::size_t& choice) {
  const auto found = std::find(allowed.begin(), allowed.end(), word);
  if (found == allowed.end()) return fmt::format("expected one of {}, got \"{}\"", spoken(allowed), word);
  choice = static_cast<std::size_t>(found - allowed.begin());
  return std::nullopt;
}

Complaint read_set(std::string_view value, std::span<const std::string_view> allowed,
                   std::set<std::string, std::less<>>& set) {
  std::size_t choice = 0;
  for (const std::string_view word : words_of(value)) {
    if (auto complaint = read_choice(word, allowed, choice)) return complaint;
    set.emplace(word);
  }
  return std::nullopt;
}

Complaint read_ids(std::string_view value, std::set<std::int64_t>& ids) {
  for (const std::string_view word : words_of(value)) {
    std::int64_t id = 0;
    const auto result = std::from_chars(word.data(), word.data() + word.size(), id);
    const bool is_read = result.ec == std::errc() && result.ptr == word.data() + word.size();
    if (!is_read) return fmt::format("expected numbers, got \"{}\"", word);
    ids.insert(id);
  }
  return std::nullopt;
}

Complaint read_flag(std::string_view value, std::span<const std::string_view, 2> off_and_on, bool& flag) {
  std::size_t choice = 0;
  auto complaint = read_choice(value, off_and_on, choice);
  flag = choice == 1;
  return complaint;
}

Complaint read_bundles(std::string_view value, BundleMode& mode) {
  std::size_t choice = 0;
  auto complaint = read_choice(value, kBundleModes, choice);
  mode = static_cast<BundleMode>(choice);
  return complaint;
}

Complaint apply(PluginSettings& settings, std::string_view name, std::string_view value) {
  if (name == "disabled") return read_set(value, kEndpoints, settings.disabled);
  if (name == "markets") return read_ids(value, settings.markets);
  if (name == "order-statuses") return read_set(value, kStatuses, settings.order_statuses);
  if (name == "on-hold") return read_flag(value, kAnswers, settings.shows_orders_on_hold);
  if (name == "waiting-for-payment") return read_flag(value, kAnswers, settings.shows_orders_waiting_for_payment);
  if (name == "bundles") return read_bundles(value, settings.bundles);
  if (name == "warehouses") return read_flag(value, kWarehouses, settings.counts_all_warehouses);
  return "unknown; there are disabled, markets, order-statuses, on-hold, waiting-for-payment, bundles, warehouses";
}

}  // namespace

std::optional<std::string> apply_setting(PluginSettings& settings, std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string_view::npos) return fmt::format("expected NAME=VALUE, got \"{}\"", assignment);
  const std::string_view name = assignment.substr(0, equals);
  auto complaint = apply(settings, name, assignment.substr(equals + 1));
  if (complaint) complaint = fmt::format("{}: {}", name, *complaint);
  return complaint;
}

}  // namespace decant::sandbox
