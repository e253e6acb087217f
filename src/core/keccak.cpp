#include "core/keccak.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/result.h"

namespace decant {

namespace {

static_assert(std::endian::native == std::endian::little, "words are read as they lie");

constexpr std::size_t kRateWords = 21;  // of SHAKE-128
constexpr std::array<std::uint64_t, 24> kRoundConstants = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000A, 0x000000008000808B, 0x800000000000008B, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

#define DECANT_KECCAK_NAME one_state
#define DECANT_KECCAK_LANES 1
#define DECANT_KECCAK_TARGET
#include "core/keccak_lanes.inc"

#if defined(__x86_64__)
#define DECANT_KECCAK_NAME four_states_avx2
#define DECANT_KECCAK_LANES 4
#define DECANT_KECCAK_TARGET __attribute__((target("avx2")))
#include "core/keccak_lanes.inc"

// AVX-512 has rotations and operations on three values, for short vectors too.
#define DECANT_KECCAK_NAME four_states
#define DECANT_KECCAK_LANES 4
#define DECANT_KECCAK_TARGET __attribute__((target("avx512f,avx512vl")))
#include "core/keccak_lanes.inc"

#define DECANT_KECCAK_NAME eight_states
#define DECANT_KECCAK_LANES 8
#define DECANT_KECCAK_TARGET __attribute__((target("avx512f,avx512vl")))
#include "core/keccak_lanes.inc"

std::size_t machine_width() {
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) return 8;
  return __builtin_cpu_supports("avx2") ? 4 : 1;
}
#else
std::size_t machine_width() { return 1; }
#endif

}  // namespace

ShakeLanes::ShakeLanes() : width_(machine_width()) {}

void ShakeLanes::set(std::size_t lane, std::string_view text) {
  DECANT_CHECK(lane < kLanes && text.size() <= kMaxText);
  std::array<std::uint64_t, kRateWords> block{};
  std::memcpy(block.data(), text.data(), text.size());
  block[text.size() / 8] ^= std::uint64_t{0x1F} << (text.size() % 8 * 8);  // SHAKE's suffix and the padding's first bit
  block[kRateWords - 1] ^= std::uint64_t{0x80} << 56;
  for (std::size_t w = 0; w < kRateWords; ++w) words_[w * kLanes + lane] = block[w];
}

void ShakeLanes::permute(std::size_t count) {
  std::uint64_t* const digests = digests_.front().data();
  std::size_t lane = 0;
#if defined(__x86_64__)
  // A vector that is not full costs as much as a full one, and less than its states one by one.
  while (width_ == 8 && lane < count) {
    const std::size_t rest = count - lane;
    if (rest > 4) {
      eight_states::permute(words_.data(), lane, digests);
    } else {
      four_states::permute(words_.data(), lane, digests);
    }
    lane += std::min<std::size_t>(rest > 4 ? 8 : 4, rest);
  }
  while (width_ == 4 && count - lane > 1) {
    four_states_avx2::permute(words_.data(), lane, digests);
    lane += std::min<std::size_t>(4, count - lane);
  }
#endif
  for (; lane < count; ++lane) one_state::permute(words_.data(), lane, digests);
}

}  // namespace decant
