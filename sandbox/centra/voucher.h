#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "sandbox/centra/store_options.h"

namespace decant::sandbox {

/// The names of the vouchers that orders were paid with; they have the first ids.
struct VoucherName {
  std::string_view code;
  std::string_view name;
};
inline constexpr std::array<VoucherName, 3> kUsedVouchers{
    {{"spring", "Spring"}, {"VÄLKOMMEN", "Välkommen"}, {"vip-2024", "VIP 10/20"}}};

/// Vouchers are numbered from 1.
bool is_cancelled(std::int64_t voucher);

/// Appends the voucher with that id as a JSON object.
void append_voucher(std::string& out, const StoreOptions& options, std::int64_t id);

}  // namespace decant::sandbox
