#include "config/nearest.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace decant::config {

namespace {

/// Longer keys are not compared: the work grows with the square.
constexpr std::size_t kLongest = 64;

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

/// Edits between two texts, with swapped neighbours as one edit.
std::size_t edits(std::string_view a, std::string_view b) {
  const auto same = [&](std::size_t i, std::size_t j) { return lower(a[i]) == lower(b[j]); };
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same(i - 1, j - 1) ? 0 : 1)});
      if (i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1)) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view text, std::span<const std::string> candidates) {
  if (text.size() > kLongest) return std::nullopt;
  std::optional<std::string> best;
  std::size_t fewest = 0;
  for (const auto& candidate : candidates) {
    if (candidate.size() > kLongest) continue;
    const std::size_t count = edits(text, candidate);
    if (count > std::max<std::size_t>(1, std::max(text.size(), candidate.size()) / 3)) continue;
    if (best && count >= fewest) continue;
    best = candidate;
    fewest = count;
  }
  return best;
}

}  // namespace decant::config
