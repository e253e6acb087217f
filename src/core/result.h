#pragma once

#include <expected>
#include <utility>

#include "core/error.h"

namespace decant {

template <typename T>
using Result = std::expected<T, Error>;

/// Makes the unexpected side of a Result.
inline std::unexpected<Error> fail(ErrorKind kind, std::string message, std::string hint = {}) {
  return std::unexpected<Error>(
      Error{.kind = kind, .message = std::move(message), .hint = std::move(hint), .details = {}, .context = {}});
}
inline std::unexpected<Error> fail(Error error) { return std::unexpected<Error>(std::move(error)); }

namespace detail {
[[noreturn]] void check_failed(const char* expression, const char* file, int line);
}  // namespace detail

}  // namespace decant

#define DECANT_CONCAT_INNER(a, b) a##b
#define DECANT_CONCAT(a, b) DECANT_CONCAT_INNER(a, b)

/// `DECANT_TRY(auto x, expr)` declares x from expr's value; `DECANT_TRY(expr)` drops it. Both return the error if there
/// is one. (g++ 12 has no monadic members of std::expected.)
#define DECANT_TRY_PICK(_1, _2, NAME, ...) NAME
#define DECANT_TRY_VALUE(declaration, expression)                                                     \
  auto DECANT_CONCAT(decant_try_, __LINE__) = (expression);                                           \
  if (!DECANT_CONCAT(decant_try_, __LINE__))                                                          \
    return std::unexpected<::decant::Error>(std::move(DECANT_CONCAT(decant_try_, __LINE__)).error()); \
  declaration = std::move(*DECANT_CONCAT(decant_try_, __LINE__))
#define DECANT_TRY_DROP(expression)                                                  \
  do {                                                                               \
    if (auto decant_try_result = (expression); !decant_try_result)                   \
      return std::unexpected<::decant::Error>(std::move(decant_try_result).error()); \
  } while (false)
#define DECANT_TRY(...) DECANT_TRY_PICK(__VA_ARGS__, DECANT_TRY_VALUE, DECANT_TRY_DROP, )(__VA_ARGS__)

/// For bugs only, never for input: says where and aborts.
#define DECANT_CHECK(expression) \
  (static_cast<bool>(expression) ? void(0) : ::decant::detail::check_failed(#expression, __FILE__, __LINE__))
