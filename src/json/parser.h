#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"
#include "json/document.h"

namespace decant::json {

/// Parses JSON texts of up to 4 GiB into Documents. The whole text is checked: structure, UTF-8, numbers, escapes,
/// nothing behind the value. Errors are of kind `source_data` and say where. Keeps its scratch memory; one per thread.
class Parser {
 public:
  Parser();
  ~Parser();
  Parser(Parser&&) noexcept;
  Parser& operator=(Parser&&) noexcept;

  /// Parses a text that the document then owns.
  Result<Document> parse(std::string text);

  /// Parses `text` where it lies into `document`; kPadding bytes behind it must be readable, and both must outlive the
  /// document.
  Result<void> parse_in_place(std::string_view text, Document& document);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace decant::json
