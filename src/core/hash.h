#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/keccak.h"

namespace decant {

/// Standard alphabet with padding.
std::string base64_encode(std::string_view bytes);

/// Strict: standard alphabet, padding required. Returns false on anything else.
bool base64_decode(std::string_view text, std::string& bytes);

/// SHA3-256 fed in pieces; ends as base64 with padding (44 characters), the form of dlt's schema and state hashes.
class Sha3 {
 public:
  Sha3();
  ~Sha3();
  Sha3(const Sha3&) = delete;
  Sha3& operator=(const Sha3&) = delete;

  void update(std::string_view bytes);
  std::string finish_base64();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Lower-case hex of the SHA-256.
std::string sha256_hex(std::string_view bytes);

/// SHAKE-128 with a digest as long as is asked for. A shorter digest is the beginning of a longer one. Holds a reusable
/// digest context, so one per thread.
class Shake128 {
 public:
  Shake128();
  ~Shake128();
  Shake128(Shake128&&) noexcept;
  Shake128& operator=(Shake128&&) noexcept;

  /// Fills `digest` with that of `input`.
  void hash(std::string_view input, std::span<char> digest);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Length of a row id: 10 bytes as base64 without padding.
inline constexpr std::size_t kRowIdLength = 14;

/// A row id as text.
using RowId = std::array<char, kRowIdLength>;

/// Makes dlt's short ids: SHAKE-128 with a digest of 10 bytes, base64, `=` stripped. One per thread.
class RowIdHasher {
 public:
  /// Writes the id of `input` to `out`.
  void hash(std::string_view input, std::span<char, kRowIdLength> out);
  std::string hash(std::string_view input);

  /// Makes the id of `input` with others that are queued, several at once; `out` has it after the next `finish` at the
  /// latest and must live until then.
  void queue(std::string_view input, RowId& out);
  void finish();

 private:
  Shake128 shake_;
  ShakeLanes lanes_;
  std::array<RowId*, ShakeLanes::kLanes> queued_{};
  std::size_t queued_count_ = 0;
};

/// dlt's tag of a name that had to be shortened: SHAKE-128, 4 bytes, base64 without `=`, `/`→`a`, `+`→`b`, lower case;
/// 6 characters.
std::string identifier_tag(std::string_view name);

/// XXH3, 64 bits: checksums of the page log, fingerprints.
std::uint64_t checksum64(std::string_view bytes, std::uint64_t seed = 0);

/// `bytes` random bytes of the system as lower-case hex.
std::string random_hex(std::size_t bytes);

}  // namespace decant
