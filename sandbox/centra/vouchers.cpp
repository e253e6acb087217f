#include "sandbox/centra/vouchers.h"

#include <algorithm>
#include <string>

#include "sandbox/centra/drift.h"
#include "sandbox/centra/voucher.h"

namespace decant::sandbox {

const Vouchers::Data& Vouchers::data() {
  return data_.get([&] {
    Data data;
    const auto last = static_cast<std::int64_t>(Drift(options_).grown(options_.vouchers));
    for (std::int64_t id = 1; id <= last; ++id) {
      if (is_cancelled(id)) continue;
      data.ids.push_back(std::to_string(id));
      data.table.add([&](std::string& out) { append_voucher(out, options_, id); });
    }
    return data;
  });
}

Found Vouchers::find(Parameters& /*parameters*/) { return {.table = &data().table}; }

std::optional<std::size_t> Vouchers::row_of(std::string_view id) {
  const std::vector<std::string>& ids = data().ids;
  const auto found = std::ranges::find(ids, id);
  if (found == ids.end()) return std::nullopt;
  return static_cast<std::size_t>(found - ids.begin());
}

std::vector<std::string> Vouchers::unlisted_ids() { return data().ids; }

}  // namespace decant::sandbox
