#include "json/omission.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace decant::json {

namespace {

/// Goes through the tape and the bytes of containers side by side. The bytes are known to be JSON.
class Omission {
 public:
  Omission(std::string_view source, const std::vector<std::uint32_t>& omitted, std::string& text)
      : source_(source), omitted_(omitted), text_(text) {}

  void container(const Node& node) {
    const auto span = node.token().span;
    if (is_whole(node)) {
      text_ += source_.substr(span.begin, span.end - span.begin);
      return;
    }
    text_ += source_[span.begin];
    is_first_ = true;
    std::size_t at = span.begin + 1;
    for (const auto member : node.members()) at = element(member.value, at, true);
    for (const auto item : node.items()) at = element(item, at, false);
    text_ += source_[span.end - 1];
    is_first_ = false;
  }

 private:
  /// Whether nothing in it is left out.
  [[nodiscard]] bool is_whole(const Node& node) const {
    const auto next = std::upper_bound(omitted_.begin(), omitted_.end(), node.index());
    return next == omitted_.end() || *next >= node.next();
  }

  [[nodiscard]] bool is_omitted(const Node& node) const {
    return std::binary_search(omitted_.begin(), omitted_.end(), node.index());
  }

  /// Copies an element with the blanks around it, unless it is left out; returns where the next one begins.
  std::size_t element(const Node& value, std::size_t begin, bool has_key) {
    std::size_t at = behind_blanks(begin);
    if (has_key) at = behind_blanks(behind_blanks(behind_string(at)) + 1);  // the colon
    const std::size_t value_end = behind(value, at);
    const std::size_t end = behind_blanks(value_end);
    if (!is_omitted(value)) {
      if (!is_first_) text_ += ',';
      text_ += source_.substr(begin, at - begin);
      if (value.is_object() || value.is_array()) {
        container(value);
      } else {
        text_ += source_.substr(at, value_end - at);
      }
      text_ += source_.substr(value_end, end - value_end);
      is_first_ = false;
    }
    return source_[end] == ',' ? end + 1 : end;
  }

  [[nodiscard]] std::size_t behind(const Node& value, std::size_t at) const {
    if (value.is_object() || value.is_array()) return value.token().span.end;
    if (source_[at] == '"') return behind_string(at);
    return source_.find_first_of(",]} \t\r\n", at);
  }

  [[nodiscard]] std::size_t behind_string(std::size_t at) const {
    for (++at; source_[at] != '"'; ++at) at += source_[at] == '\\' ? 1 : 0;
    return at + 1;
  }

  [[nodiscard]] std::size_t behind_blanks(std::size_t at) const { return source_.find_first_not_of(" \t\r\n", at); }

  std::string_view source_;
  const std::vector<std::uint32_t>& omitted_;
  std::string& text_;
  bool is_first_ = true;  ///< no element of the present container was copied yet
};

}  // namespace

void append_without(const Node& container, const std::vector<std::uint32_t>& omitted, std::string& text) {
  Omission(container.document().source(), omitted, text).container(container);
}

}  // namespace decant::json
