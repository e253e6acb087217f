#include "sandbox/centra/drift.h"

namespace decant::sandbox {
namespace {

constexpr unsigned kChangedPercent = 8;

}  // namespace

// Records are added in the order of their index, so that a list by date has the new ones at its end.
Revision Drift::birth(std::size_t index, std::size_t base) const {
  if (index < base || base == 0) return {};
  const std::size_t added = added_per_version(base);
  const auto version = static_cast<unsigned>((index - base) / added);
  const auto position = static_cast<std::int64_t>((index - base) % added);
  const std::int64_t second = 1 + position * (kVersionSeconds - 2) / static_cast<std::int64_t>(added);
  return {.version = version + 1, .added = true, .time = start_ + version * kVersionSeconds + second};
}

Revision Drift::revision(Stream stream, std::size_t index, std::size_t base) const {
  const Revision born = birth(index, base);
  if (index == 0) return born;
  for (unsigned version = version_; version > born.version; --version) {
    const std::uint64_t key =
        (static_cast<std::uint64_t>(stream) << 48U) | (static_cast<std::uint64_t>(version) << 40U) | index;
    Random random(seed_, Stream::drift, key);
    if (!random.chance(kChangedPercent) && index + 1 != base) continue;
    const LocalTime begin = start_ + (version - 1) * kVersionSeconds;
    return {.version = version, .added = false, .time = begin + random.between(1, kVersionSeconds - 1)};
  }
  return born;
}

}  // namespace decant::sandbox
