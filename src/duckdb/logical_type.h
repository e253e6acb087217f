#pragma once

// Inside this room only.
#include <utility>

#include "duckdb/api.h"
#include "duckdb/type.h"

namespace decant::duckdb {

/// Owner of one of DuckDB's type objects.
class LogicalType {
 public:
  LogicalType(const Api& api, duckdb_logical_type type) : api_(&api), type_(type) {}
  ~LogicalType() {
    if (type_ != nullptr) api_->destroy_logical_type(&type_);
  }
  LogicalType(LogicalType&& other) noexcept : api_(other.api_), type_(std::exchange(other.type_, nullptr)) {}
  LogicalType& operator=(LogicalType&& other) noexcept {
    std::swap(type_, other.type_);
    api_ = other.api_;
    return *this;
  }

  [[nodiscard]] const Api& api() const { return *api_; }
  [[nodiscard]] duckdb_logical_type get() const { return type_; }

 private:
  const Api* api_;
  duckdb_logical_type type_;
};

/// DuckDB's number of a type without parameters.
duckdb_type native_type(TypeId id);

Type describe(const LogicalType& logical);

/// The type object of a type that is neither nested nor an enumeration.
LogicalType logical_type(const Api& api, const Type& type);

}  // namespace decant::duckdb
