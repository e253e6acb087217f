#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace decant {

/// SHAKE-128 of several short texts at once: as many as the processor's vectors hold (8 with AVX-512, 4 with AVX2, else
/// one after the other). For row ids, of which a load makes one per row.
class ShakeLanes {
 public:
  static constexpr std::size_t kLanes = 8;
  /// Texts up to this length fit one block.
  static constexpr std::size_t kMaxText = 167;
  static constexpr std::size_t kDigest = 16;

  ShakeLanes();

  /// How many texts one call to the permutation takes on this machine: 1, 4 or 8.
  [[nodiscard]] std::size_t width() const { return width_; }
  /// For tests: fewer than the machine can.
  void limit_width(std::size_t width) { width_ = width; }

  /// Lays a text (of at most kMaxText bytes) into lane `lane`.
  void set(std::size_t lane, std::string_view text);

  /// Permutes the first `count` lanes. `digest` holds them until the next set.
  void permute(std::size_t count);
  [[nodiscard]] std::span<const std::uint64_t, 2> digest(std::size_t lane) const {
    return std::span<const std::uint64_t, 2>(digests_.at(lane));
  }

 private:
  static constexpr std::size_t kWords = 25;
  std::size_t width_ = 1;
  alignas(64) std::array<std::uint64_t, kWords * kLanes> words_{};  ///< word w of lane l is words_[w * kLanes + l]
  std::array<std::array<std::uint64_t, 2>, kLanes> digests_{};
};

}  // namespace decant
