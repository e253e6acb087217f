#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace decant::sandbox {

/// What a sequence of random numbers is for. Each record draws from a sequence of its own, so the n-th order is the
/// same however many products or orders the store has.
enum class Stream : std::uint64_t {
  product = 1,
  customer = 2,
  customer_details = 3,
  order = 4,
  drift = 5,
  item = 6,
  order_return = 7,
  supplier_order = 8,
  voucher = 9,
  fault = 10,
  shop_order = 11,
  shop_product = 12,
  shop_customer = 13,
  shop_stock = 14,
  shape = 15,
};

/// A small generator (splitmix64) whose numbers are the same on every platform, unlike the standard distributions.
class Random {
 public:
  Random(std::uint64_t seed, Stream stream, std::uint64_t index)
      : state_(mix(seed ^ mix((static_cast<std::uint64_t>(stream) << 56U) ^ index))) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    return mix(state_);
  }

  /// A number in 0 … bound-1; 0 when bound is 0.
  std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : (next() >> 11U) % bound; }

  /// A number in low … high, both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low + 1)));
  }

  /// True in `percent` of a hundred cases.
  bool chance(unsigned percent) { return below(100) < percent; }

  template <typename T>
  const T& pick(std::span<const T> choices) {
    return choices[below(choices.size())];
  }
  template <typename T, std::size_t N>
  const T& pick(const std::array<T, N>& choices) {
    return choices[below(N)];
  }

 private:
  static std::uint64_t mix(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
  }

  std::uint64_t state_;
};

}  // namespace decant::sandbox
