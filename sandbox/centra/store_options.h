#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

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
  /// No page of a request with `limit` has more rows.
  std::size_t page_limit = 1000;
  /// The store's "now": 2024-06-01 12:00:00. Nothing in it is younger.
  LocalTime clock{1'717'243'200};
  std::string api_key = "sandbox-key";
  AuthHeader auth_header = AuthHeader::api_authorization;
};

}  // namespace decant::sandbox
