#pragma once

#include <cstdint>

namespace decant::destination {

// PostgreSQL's built-in types: their numbers never change (src/include/catalog/pg_type.dat of its sources).
inline constexpr std::uint32_t kBoolOid = 16;
inline constexpr std::uint32_t kByteaOid = 17;
inline constexpr std::uint32_t kInt8Oid = 20;
inline constexpr std::uint32_t kInt2Oid = 21;
inline constexpr std::uint32_t kInt4Oid = 23;
inline constexpr std::uint32_t kTextOid = 25;
inline constexpr std::uint32_t kOidOid = 26;
inline constexpr std::uint32_t kJsonOid = 114;
inline constexpr std::uint32_t kFloat4Oid = 700;
inline constexpr std::uint32_t kFloat8Oid = 701;
inline constexpr std::uint32_t kBpcharOid = 1042;
inline constexpr std::uint32_t kVarcharOid = 1043;
inline constexpr std::uint32_t kDateOid = 1082;
inline constexpr std::uint32_t kTimeOid = 1083;
inline constexpr std::uint32_t kTimestampOid = 1114;
inline constexpr std::uint32_t kTimestamptzOid = 1184;
inline constexpr std::uint32_t kNumericOid = 1700;
inline constexpr std::uint32_t kJsonbOid = 3802;

}  // namespace decant::destination
