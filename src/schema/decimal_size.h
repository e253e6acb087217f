#pragma once

namespace decant::schema {

/// The size of a decimal column that says nothing of it, as in dlt; each of the two holds by itself.
inline constexpr int kDecimalPrecision = 38;
inline constexpr int kDecimalScale = 9;

}  // namespace decant::schema
