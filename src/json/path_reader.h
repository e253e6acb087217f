#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/path.h"

namespace decant::json {

/// Reads the text of a JSONPath into its steps.
class PathReader {
 public:
  explicit PathReader(std::string_view text) : text_(text) {}

  Result<std::vector<Path::Step>> read();

 private:
  Result<Path::Step> read_step();
  Result<Path::Step> read_names(bool in_brackets);
  Result<Path::Step> read_brackets();
  Result<Path::Step> read_slice(std::optional<std::int64_t> begin);
  Result<std::string> read_name();
  Result<std::string> read_quoted();
  Result<std::optional<std::int64_t>> read_integer();

  void skip_spaces();
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c);
  Result<void> expect(char c);
  [[nodiscard]] std::unexpected<Error> wrong(std::string_view expected) const;
  [[nodiscard]] std::unexpected<Error> unsupported(std::string_view what) const;

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace decant::json
