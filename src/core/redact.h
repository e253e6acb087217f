#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace decant {

/// Whether nothing is hidden, so that a test of masking can see that it would find what is written: in builds with
/// fault points, if the environment variable DECANT_UNMASKED is set.
#ifdef DECANT_FAULT_POINTS
bool is_masking_off();
#else
constexpr bool is_masking_off() { return false; }
#endif

/// Knows the secrets of this process and hides them in text that leaves it: messages, logs, URLs, recorded bodies.
/// Thread-safe.
class Redactor {
 public:
  /// The shortest secret that is searched for; shorter ones would hide ordinary words.
  static constexpr std::size_t kMinLength = 8;

  /// The registry of this process.
  static Redactor& process();

  /// Remembers a secret; also as URLs, forms and JSON texts write it.
  void add(std::string_view secret);

  /// No longer looks for a secret that has lost its worth.
  void forget(std::string_view secret);

  /// `text` with every known secret replaced by `***`.
  [[nodiscard]] std::string redact(std::string_view text) const;

  /// Whether `text` holds a known secret.
  [[nodiscard]] bool contains_secret(std::string_view text) const;

  /// False if `text` holds no known secret in whatever encoding: none that leaves letters and digits as they are.
  /// Quicker than to decode it.
  [[nodiscard]] bool may_hold_secret(std::string_view text) const;

  /// The known secrets, longest first.
  [[nodiscard]] std::vector<std::string> secrets() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> secrets_;
  std::vector<std::string> cores_;  ///< of each secret the longest run of letters and digits
};

}  // namespace decant
