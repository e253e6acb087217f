#include "json/parser.h"

#include <simdjson.h>

#include <array>
#include <cstring>
#include <limits>
#include <utility>

#include "core/memory.h"
#include "json/number.h"
#include "json/unescape.h"

namespace decant::json {

namespace {

constexpr std::size_t kMaxText = std::numeric_limits<std::uint32_t>::max() - kPadding;

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/// Builds the tape from the structural positions that simdjson found (brackets, colons, commas and the first byte of
/// every scalar), so a value's end is known from the start of what follows it and no byte is scanned twice. simdjson
/// has checked UTF-8, closed strings and control characters by then; the grammar is checked here.
class TapeBuilder {
 public:
  TapeBuilder(std::string_view source, const std::uint32_t* positions, std::size_t count, std::vector<Token>& tokens,
              std::deque<std::string>& unescaped)
      : source_(source),
        positions_(positions),
        count_(count),
        has_escapes_(std::memchr(source.data(), '\\', source.size()) != nullptr),
        tokens_(tokens),
        unescaped_(unescaped) {}

  /// Null on success, else what was expected.
  const char* build() {
    if (const char* problem = add_value()) return problem;
    while (depth_ > 0) {
      if (const char* problem = continue_container()) return problem;
    }
    return at_ == count_ ? nullptr : "unexpected text behind the value";
  }

  [[nodiscard]] std::size_t offset() const { return at_ < count_ ? positions_[at_] : source_.size(); }

 private:
  [[nodiscard]] char peek() const { return at_ < count_ ? source_[positions_[at_]] : '\0'; }

  /// The token at the current position, up to the next structural position, without the space between.
  [[nodiscard]] std::string_view scalar_text() const {
    const std::size_t begin = positions_[at_];
    std::size_t end = at_ + 1 < count_ ? positions_[at_ + 1] : source_.size();
    while (end > begin && is_space(source_[end - 1])) --end;
    return source_.substr(begin, end - begin);
  }

  const char* add_value() {
    switch (peek()) {
      case '{': return open(Kind::object, '}');
      case '[': return open(Kind::array, ']');
      case '"': return add_string();
      default: return add_literal();
    }
  }

  const char* open(Kind kind, char closing) {
    if (depth_ == kMaxDepth) return "nested deeper than 512 levels";
    open_[static_cast<std::size_t>(depth_++)] = static_cast<std::uint32_t>(tokens_.size());
    Token token;
    token.kind = kind;
    token.span = {positions_[at_], 0};
    tokens_.push_back(token);
    ++at_;
    if (peek() == closing) return close();
    return kind == Kind::object ? add_member() : add_value();
  }

  const char* close() {
    Token& token = tokens_[open_[static_cast<std::size_t>(--depth_)]];
    token.size = static_cast<std::uint32_t>(tokens_.size());
    token.span.end = positions_[at_] + 1;
    ++at_;
    return nullptr;
  }

  const char* continue_container() {
    const bool object = tokens_[open_[static_cast<std::size_t>(depth_ - 1)]].kind == Kind::object;
    const char c = peek();
    if (c == (object ? '}' : ']')) return close();
    if (c != ',') return object ? "expected , or }" : "expected , or ]";
    ++at_;
    return object ? add_member() : add_value();
  }

  const char* add_member() {
    if (peek() != '"') return "expected a key";
    if (const char* problem = add_string()) return problem;
    if (peek() != ':') return "expected :";
    ++at_;
    return add_value();
  }

  const char* add_string() {
    const auto quoted = scalar_text();
    if (quoted.size() < 2 || quoted.back() != '"') return "malformed text";
    auto text = quoted.substr(1, quoted.size() - 2);
    if (has_escapes_ && std::memchr(text.data(), '\\', text.size()) != nullptr) {
      if (!unescape(text, unescaped_.emplace_back())) return "malformed escape";
      text = unescaped_.back();
    }
    Token token;
    token.kind = Kind::string;
    token.size = static_cast<std::uint32_t>(text.size());
    token.text = text.data();
    tokens_.push_back(token);
    ++at_;
    return nullptr;
  }

  const char* add_literal() {
    if (at_ >= count_) return "the text ends too early";
    const auto text = scalar_text();
    Token token;
    if (text == "true" || text == "false") {
      token.kind = Kind::boolean;
      token.boolean = text == "true";
    } else if (text != "null" && !parse_number(text, token)) {
      return "expected a value";
    }
    tokens_.push_back(token);
    ++at_;
    return nullptr;
  }

  std::string_view source_;
  const std::uint32_t* positions_;
  std::size_t count_;
  bool has_escapes_;  ///< one look at the whole costs less than one at each text
  std::size_t at_ = 0;
  std::array<std::uint32_t, kMaxDepth> open_{};
  int depth_ = 0;
  std::vector<Token>& tokens_;
  std::deque<std::string>& unescaped_;
};

std::unexpected<Error> malformed(std::string_view problem, std::size_t offset) {
  return fail(ErrorKind::source_data, "not valid JSON: " + std::string(problem) + " at byte " + std::to_string(offset));
}

std::string_view describe(simdjson::error_code error) {
  switch (error) {
    case simdjson::EMPTY: return "there is nothing in it";
    case simdjson::UTF8_ERROR: return "the text is not UTF-8";
    case simdjson::UNCLOSED_STRING: return "a text is not closed";
    case simdjson::UNESCAPED_CHARS: return "a control character stands in a text";
    default: return simdjson::error_message(error);
  }
}

}  // namespace

struct Parser::State {
  simdjson::dom::parser simd;
  std::size_t capacity = 0;
};

Parser::Parser() : state_(std::make_unique<State>()) {}
Parser::~Parser() = default;
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;

Result<Document> Parser::parse(std::string text) {
  Document document;
  // A reserved string lives on the heap, so moving the document does not move the bytes.
  text.reserve(text.size() + kPadding);
  document.owned_ = std::move(text);
  DECANT_TRY(parse_in_place(document.owned_, document));
  return document;
}

Result<void> Parser::parse_in_place(std::string_view text, Document& document) {
  document.tokens_.clear();
  document.unescaped_.clear();
  document.source_ = text;
  if (text.size() > kMaxText) return fail(ErrorKind::source_data, "a JSON text of more than 4 GiB");
  if (text.empty()) return fail(ErrorKind::source_data, "not valid JSON: there is nothing in it");
  if (text.size() > state_->capacity) {
    if (const auto error = state_->simd.allocate(text.size(), kMaxDepth); error != simdjson::SUCCESS)
      return fail(ErrorKind::internal, simdjson::error_message(error));
    state_->capacity = text.size();
  }
  auto& structure = *state_->simd.implementation;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto error = structure.stage1(bytes, text.size(), simdjson::stage1_mode::regular);
  if (error != simdjson::SUCCESS)
    return fail(ErrorKind::source_data, "not valid JSON: " + std::string(describe(error)));
  // Behind each value stands a comma, a colon or the end of what it is in.
  document.tokens_.reserve(structure.n_structural_indexes / 2 + 1);
  claim_pages(document.tokens_.data(), document.tokens_.capacity() * sizeof(Token));
  TapeBuilder builder(text, structure.structural_indexes.get(), structure.n_structural_indexes, document.tokens_,
                      document.unescaped_);
  if (const char* problem = builder.build()) return malformed(problem, builder.offset());
  return {};
}

}  // namespace decant::json
