#include "config/toml_nesting.h"

#include <vector>

namespace decant::config {

namespace {

/// Walks over a TOML text and keeps count of the levels that are open.
class NestingScan {
 public:
  NestingScan(std::string_view text, int most) : text_(text), most_(most) {}

  int run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        skip_string(c);
        continue;
      }
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      see(c);
      if (depth_ > most_) return line_;
      ++at_;
    }
    return 0;
  }

 private:
  void see(char c) {
    switch (c) {
      case '\n':
        ++line_;
        if (open_.empty()) forget_key();
        break;
      case ',': forget_key(); break;
      case '.':
        ++dots_;
        ++depth_;
        break;
      case '[':
      case '{':
        open_.push_back(dots_);
        dots_ = 0;
        ++depth_;
        break;
      case ']':
      case '}': close(); break;
      default: break;
    }
  }

  void forget_key() {
    depth_ -= dots_;
    dots_ = 0;
  }

  void close() {
    forget_key();
    if (open_.empty()) return;
    dots_ = open_.back();
    open_.pop_back();
    --depth_;
  }

  /// Moves behind the string that begins here: one line, or several after three quotes.
  void skip_string(char quote) {
    const bool multi = text_.substr(at_).starts_with(quote == '"' ? R"(""")" : "'''");
    at_ += multi ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n') {
        if (!multi) return;
        ++line_;
      }
      if (c == '\\' && quote == '"' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') {
        at_ += 2;
        continue;
      }
      ++at_;
      if (c != quote) continue;
      if (!multi) return;
      if (text_.substr(at_ - 1).starts_with(quote == '"' ? R"(""")" : "'''")) {
        at_ += 2;
        // Up to two more quotes belong to the text and stand before the end.
        for (int more = 0; more < 2 && at_ < text_.size() && text_[at_] == quote; ++more) ++at_;
        return;
      }
    }
  }

  std::string_view text_;
  int most_;
  std::size_t at_ = 0;
  int line_ = 1;
  int depth_ = 1;  ///< open levels, the document and the dots of the present key included
  int dots_ = 0;   ///< of the present key
  std::vector<int> open_;
};

}  // namespace

int too_deep_line(std::string_view text, int most) { return NestingScan(text, most).run(); }

}  // namespace decant::config
