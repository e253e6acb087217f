#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "sandbox/centra/plugin_settings.h"
#include "sandbox/data/local_time.h"

namespace decant::sandbox {

/// The header in which the key is expected.
enum class AuthHeader { api_authorization, authorization, both };

/// What determines the store's data and answers. The same options give the same bytes.
struct StoreOptions {
  std::uint64_t seed = 1;
  /// Rows (stock items) of `products` and of `stock`.
  std::size_t products = 400;
  std::size_t stock = 400;
  std::size_t customers = 500;
  std::size_t orders = 1000;
  std::size_t supplier_orders = 24;
  std::size_t vouchers = 12;
  /// No page of a request with `limit` has more rows.
  std::size_t page_limit = 1000;
  /// The store's "now" in version 0: 2024-06-01 12:00:00. Nothing in it is younger.
  LocalTime clock{1'717'243'200};
  /// Which version of the store; see `Drift`.
  unsigned drift = 0;
  PluginSettings settings;
  std::string api_key = "sandbox-key";
  AuthHeader auth_header = AuthHeader::api_authorization;
};

}  // namespace decant::sandbox
