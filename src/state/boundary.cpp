#include "state/boundary.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "core/hash.h"

namespace decant::state {

namespace {

constexpr std::size_t kFirstSlots = 64;
/// Written at one length whatever the count, and at none that a hash has.
constexpr std::string_view kTableMark = "_decant_boundary/";
constexpr std::size_t kCountDigits = 15;

}  // namespace

std::optional<BoundaryHash> BoundaryHash::from_text(std::string_view text) {
  BoundaryHash hash;
  std::string bytes;
  if ((text.size() != 20 && text.size() != 12) || !base64_decode(text, bytes)) return std::nullopt;
  if (bytes.size() != kLong && bytes.size() != kShort) return std::nullopt;  // it had padding
  std::copy(bytes.begin(), bytes.end(), hash.bytes.begin());
  hash.size = static_cast<std::uint8_t>(bytes.size());
  return hash;
}

std::string BoundaryHash::text() const { return base64_encode({bytes.data(), size}); }

BoundaryHash BoundaryHash::shortened() const {
  BoundaryHash hash;
  std::copy_n(bytes.begin(), kShort, hash.bytes.begin());
  hash.size = kShort;
  return hash;
}

/// Where the hash stands, or the free slot where it would. Both forms of a hash begin with the same bytes.
std::size_t BoundarySet::slot_of(const BoundaryHash& hash) const {
  std::uint64_t start = 0;
  std::memcpy(&start, hash.bytes.data(), sizeof start);
  std::size_t slot = static_cast<std::size_t>(start) & (slots_.size() - 1);
  while (slots_[slot].size != 0 && slots_[slot] != hash) slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

bool BoundarySet::contains(const BoundaryHash& hash) const {
  return !slots_.empty() && slots_[slot_of(hash)].size != 0;
}

bool BoundarySet::insert(const BoundaryHash& hash) {
  if ((size_ + 1) * 3 > slots_.size() * 2) grow();
  BoundaryHash& slot = slots_[slot_of(hash)];
  if (slot.size != 0) return false;
  slot = hash;
  ++size_;
  if (hash.size == BoundaryHash::kShort) ++short_count_;
  return true;
}

void BoundarySet::grow() {
  std::vector<BoundaryHash> old(std::max(kFirstSlots, slots_.size() * 2));
  old.swap(slots_);
  for (const auto& hash : old) {
    if (hash.size != 0) slots_[slot_of(hash)] = hash;
  }
}

void BoundarySet::clear() {
  if (size_ == 0) return;
  // A cursor that moves with every record clears a small set each time; a large one is not kept for that.
  if (slots_.size() > kFirstSlots) {
    slots_ = {};
  } else {
    std::fill(slots_.begin(), slots_.end(), BoundaryHash{});
  }
  size_ = 0;
  short_count_ = 0;
}

std::vector<BoundaryHash> BoundarySet::sorted() const {
  std::vector<BoundaryHash> hashes;
  hashes.reserve(size_);
  std::copy_if(slots_.begin(), slots_.end(), std::back_inserter(hashes),
               [](const BoundaryHash& hash) { return hash.size != 0; });
  std::sort(hashes.begin(), hashes.end(),
            [](const BoundaryHash& a, const BoundaryHash& b) { return a.bytes < b.bytes; });
  return hashes;
}

void BoundaryChange::append(BoundaryChange later) {
  if (later.cursor_path.empty()) return;
  cursor_path = std::move(later.cursor_path);
  if (later.resets) {
    resets = true;
    added = std::move(later.added);
  } else {
    added.insert(added.end(), later.added.begin(), later.added.end());
  }
}

BoundarySet boundary_from(const json::Value& unique_hashes) {
  BoundarySet set;
  if (!unique_hashes.is_array()) return set;
  for (const auto& entry : unique_hashes.as_array()) {
    if (!entry.is_string()) continue;
    if (const auto hash = BoundaryHash::from_text(entry.as_string())) set.insert(*hash);
  }
  return set;
}

json::Value unique_hashes_of(std::vector<BoundaryHash> hashes) {
  std::sort(hashes.begin(), hashes.end(),
            [](const BoundaryHash& a, const BoundaryHash& b) { return a.bytes < b.bytes; });
  json::Value list = json::Value::array();
  for (const auto& hash : hashes) list.push_back(hash.text());
  return list;
}

json::Value unique_hashes_in_table(std::uint64_t count) {
  std::string digits = std::to_string(count);
  if (digits.size() < kCountDigits) digits.insert(0, kCountDigits - digits.size(), '0');
  json::Value list = json::Value::array();
  list.push_back(std::string(kTableMark) + digits);
  return list;
}

bool is_in_table(const json::Value& unique_hashes) {
  if (!unique_hashes.is_array()) return false;
  const auto& entries = unique_hashes.as_array();
  return std::any_of(entries.begin(), entries.end(), [](const json::Value& entry) {
    return entry.is_string() && entry.as_string().starts_with(kTableMark);
  });
}

}  // namespace decant::state
