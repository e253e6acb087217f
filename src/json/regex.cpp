#include "json/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <cstdint>
#include <string>

namespace decant::json {

namespace {

// A pattern that goes back and forth in a text takes time without end: this much is some tens of milliseconds.
constexpr std::uint32_t kMatchLimit = 1'000'000;
constexpr std::uint32_t kHeapLimitKib = 16 * 1024;

std::string message_of(int code) {
  std::array<PCRE2_UCHAR, 256> text{};
  pcre2_get_error_message(code, text.data(), text.size());
  std::string message;
  for (const PCRE2_UCHAR c : text) {
    if (c == 0) break;
    message.push_back(static_cast<char>(c));
  }
  return message;
}

PCRE2_SPTR bytes_of(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.empty() ? "" : text.data()); }

}  // namespace

struct Regex::Code {
  Code(std::string_view text, pcre2_code* code)
      : pattern(text), compiled(code), context(pcre2_match_context_create(nullptr)) {
    pcre2_set_match_limit(context, kMatchLimit);
    pcre2_set_heap_limit(context, kHeapLimitKib);
  }
  ~Code() {
    pcre2_match_context_free(context);
    pcre2_code_free(compiled);
  }
  Code(const Code&) = delete;
  Code& operator=(const Code&) = delete;

  std::string pattern;
  pcre2_code* compiled;
  pcre2_match_context* context;
};

Result<Regex> Regex::compile(std::string_view pattern) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  pcre2_code* const compiled = pcre2_compile(bytes_of(pattern), pattern.size(),
                                             PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &error, &offset, nullptr);
  if (compiled == nullptr)
    return fail(ErrorKind::config, "the regular expression `" + std::string(pattern) + "` is wrong at position " +
                                       std::to_string(offset + 1) + ": " + message_of(error));
  return Regex(std::make_shared<const Code>(pattern, compiled));
}

Result<bool> Regex::found_in(std::string_view text) const {
  if (!code_) return false;
  pcre2_match_data* const match = pcre2_match_data_create(1, nullptr);
  const int found =
      pcre2_match(code_->compiled, bytes_of(text), text.size(), 0, PCRE2_NO_UTF_CHECK, match, code_->context);
  pcre2_match_data_free(match);
  if (found >= 0) return true;
  if (found == PCRE2_ERROR_NOMATCH) return false;
  return fail(ErrorKind::source_data,
              "the regular expression `" + code_->pattern + "` takes too much work on a text of the answer (" +
                  message_of(found) + ")",
              "Write it so that no part within a repetition repeats itself.");
}

}  // namespace decant::json
