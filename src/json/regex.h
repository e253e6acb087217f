#pragma once

#include <memory>
#include <string_view>

#include "core/result.h"

namespace decant::json {

/// A regular expression in Python's syntax (as far as PCRE2 shares it), for texts from anywhere: its work is bounded.
class Regex {
 public:
  Regex() = default;  ///< matches nothing

  /// An error of kind `config` quotes the pattern and says where it is wrong.
  static Result<Regex> compile(std::string_view pattern);

  /// Whether it matches anywhere in a UTF-8 text. Error (kind `source_data`): the text takes too much work.
  [[nodiscard]] Result<bool> found_in(std::string_view text) const;

 private:
  struct Code;
  explicit Regex(std::shared_ptr<const Code> code) : code_(std::move(code)) {}

  std::shared_ptr<const Code> code_;
};

}  // namespace decant::json
