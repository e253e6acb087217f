#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "core/result.h"

namespace decant {

/// Makes gzip's form (RFC 1952) of a text that comes in pieces.
class GzipStream {
 public:
  /// Takes some of the compressed bytes.
  using Take = std::function<Result<void>(std::string_view)>;

  static Result<GzipStream> open();
  GzipStream(GzipStream&&) noexcept;
  GzipStream& operator=(GzipStream&&) noexcept;
  ~GzipStream();

  Result<void> write(std::string_view bytes, const Take& take);
  /// Ends the form; nothing may be written after.
  Result<void> finish(const Take& take);

 private:
  struct State;
  explicit GzipStream(std::unique_ptr<State> state);
  Result<void> deflate(std::string_view bytes, int flush, const Take& take);

  std::unique_ptr<State> state_;
};

}  // namespace decant
