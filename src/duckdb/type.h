#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace decant::duckdb {

/// DuckDB's types as its vectors hold them. The comment is the C++ type of an element of VectorView::data.
enum class TypeId : std::uint8_t {
  boolean,        // std::uint8_t, 0 or 1
  tinyint,        // std::int8_t
  smallint,       // std::int16_t
  integer,        // std::int32_t
  bigint,         // std::int64_t
  utinyint,       // std::uint8_t
  usmallint,      // std::uint16_t
  uinteger,       // std::uint32_t
  ubigint,        // std::uint64_t
  hugeint,        // Int128
  uhugeint,       // UInt128
  real,           // float
  double_real,    // double
  decimal,        // as `storage` says: smallint, integer, bigint or hugeint; times 10^-scale
  varchar,        // StringSlot; UTF-8
  blob,           // StringSlot
  date,           // std::int32_t, days since 1970-01-01
  time,           // std::int64_t, microseconds
  timestamp,      // std::int64_t, microseconds
  timestamp_s,    // std::int64_t, seconds
  timestamp_ms,   // std::int64_t, milliseconds
  timestamp_ns,   // std::int64_t, nanoseconds
  timestamp_tz,   // std::int64_t, microseconds UTC
  interval,       // IntervalSlot
  uuid,           // Int128 with the top bit flipped
  enumeration,    // as `storage` says: utinyint, usmallint or uinteger; an index into `labels`
  list,           // ListSlot, into the child at 0
  array,          // nothing; row r has the child's rows [r * array_size, (r + 1) * array_size)
  structure,      // nothing; one child per member
  map,            // ListSlot, into the child at 0: a structure of key and value
  variant_union,  // nothing; the child at 0 is the tag, then one child per member
  other,          // not readable here: TIME WITH TIME ZONE, BIT, BIGNUM …
};

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

/// An element of a list vector.
struct ListSlot {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

/// An element of an interval vector.
struct IntervalSlot {
  std::int32_t months = 0;
  std::int32_t days = 0;
  std::int64_t micros = 0;
};

/// A type with its parameters.
struct Type {
  struct Member;

  TypeId id = TypeId::other;
  TypeId storage = TypeId::other;  ///< of decimals and enumerations
  int width = 0;                   ///< of decimals
  int scale = 0;                   ///< of decimals
  std::uint64_t array_size = 0;
  std::string alias;                ///< "JSON" of text that holds JSON; else mostly empty
  std::vector<Member> children;     ///< of nested types
  std::vector<std::string> labels;  ///< of enumerations

  /// As SQL has it: `DECIMAL(38,9)`, `VARCHAR[]`, `STRUCT(a INTEGER)`.
  [[nodiscard]] std::string name() const;
};

struct Type::Member {
  std::string name;  ///< of a structure or union; else empty
  Type type;
};

}  // namespace decant::duckdb
