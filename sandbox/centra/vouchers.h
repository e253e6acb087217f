#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/centra/collection.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/lazy.h"
#include "sandbox/data/record_table.h"

namespace decant::sandbox {

/// `vouchers/{id}`: no list tells of them. Every fifth is cancelled, and such are not found.
class Vouchers : public Collection {
 public:
  explicit Vouchers(StoreOptions options) : options_(std::move(options)) {}

  Found find(Parameters& parameters) override;
  std::optional<std::size_t> row_of(std::string_view id) override;
  std::vector<std::string> unlisted_ids() override;

 private:
  struct Data {
    std::vector<std::string> ids;
    RecordTable table;
  };
  const Data& data();

  StoreOptions options_;
  Lazy<Data> data_;
};

}  // namespace decant::sandbox
