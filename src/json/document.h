#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace decant::json {

enum class Kind : std::uint8_t {
  null,
  boolean,
  integer,           ///< fits 64 bits, signed
  unsigned_integer,  ///< 2^63 … 2^64-1
  real,
  number_text,  ///< a number that no 64-bit type holds (1e400, 30 digits): its text as sent
  string,
  array,
  object,
  typed,  ///< a value that JSON has no form for (see TypedKind); never made by the parser
};

/// Values that records from elsewhere than JSON may hold. What a token of such a value holds:
/// - decimal, wei: `text`, a number as Python writes a Decimal (`1.50`, `1E+5`)
/// - timestamp: `integer`, microseconds UTC; `size` is its zone (see ZoneOffset)
/// - date: `integer`, days since 1970-01-01
/// - time: `integer`, microseconds since midnight
/// - binary: `text`, the bytes
/// - uuid: `text`
enum class TypedKind : std::uint8_t { decimal, wei, timestamp, date, time, binary, uuid };

/// How far a timestamp's own zone is from UTC; a naive one counts as UTC.
struct ZoneOffset {
  std::uint32_t code = 0;  ///< 0: naive

  static ZoneOffset naive() { return {}; }
  /// `seconds` less than a day from zero.
  static ZoneOffset of_seconds(int seconds) { return {static_cast<std::uint32_t>(seconds + kZero)}; }
  [[nodiscard]] bool is_naive() const { return code == 0; }
  [[nodiscard]] int seconds() const { return is_naive() ? 0 : static_cast<int>(code) - kZero; }

 private:
  static constexpr int kZero = 100'000;
};

/// What people call it: "object", "number", "text".
std::string_view to_string(Kind kind);

/// Bytes that must be readable behind a text that is parsed in place.
inline constexpr std::size_t kPadding = 64;

/// Deeper texts are refused.
inline constexpr int kMaxDepth = 512;

/// Where a container stands in the source.
struct SourceSpan {
  std::uint32_t begin, end;
};

/// One value on the tape of a Document. A container is followed by its elements (an object's by key, value, key,
/// value).
struct Token {
  Kind kind = Kind::null;
  TypedKind typed = TypedKind::decimal;  ///< of a value of kind typed
  std::uint32_t size = 0;                ///< string: bytes; container: index of the token behind it
  union {
    std::int64_t integer = 0;
    std::uint64_t unsigned_integer;
    double real;
    bool boolean;
    const char* text;
    SourceSpan span;  ///< container
  };
};
static_assert(sizeof(Token) == 16);

class Document;
class Items;
class Members;

/// A value of a Document; a cheap view that is valid as long as the document.
class Node {
 public:
  Node(const Document& document, std::uint32_t index) : document_(&document), index_(index) {}

  [[nodiscard]] inline const Token& token() const;
  [[nodiscard]] std::uint32_t index() const { return index_; }
  [[nodiscard]] Kind kind() const { return token().kind; }
  [[nodiscard]] bool is_null() const { return kind() == Kind::null; }
  [[nodiscard]] bool is_object() const { return kind() == Kind::object; }
  [[nodiscard]] bool is_array() const { return kind() == Kind::array; }
  [[nodiscard]] bool is_string() const { return kind() == Kind::string; }
  [[nodiscard]] bool is_typed(TypedKind typed) const { return kind() == Kind::typed && token().typed == typed; }

  /// Text of a string, number_text, decimal, wei or uuid; bytes of a binary.
  [[nodiscard]] std::string_view text() const { return {token().text, token().size}; }

  /// The bytes of a container as they stand in the source.
  [[nodiscard]] std::string_view source() const;

  /// Elements of an array (nothing for other kinds).
  [[nodiscard]] Items items() const;
  /// Keys and values of an object in order (nothing for other kinds).
  [[nodiscard]] Members members() const;
  /// The value of the last such key of an object, as most parsers answer; false if there is none.
  bool find(std::string_view key, Node& value) const;

  /// Index of the token behind this value.
  [[nodiscard]] inline std::uint32_t next() const;
  [[nodiscard]] const Document& document() const { return *document_; }

 private:
  const Document* document_;
  std::uint32_t index_;
};

/// A parsed JSON text: a flat tape of tokens whose strings point into the source where no escape stands in them. Moving
/// it keeps all pointers valid. A document that is parsed into again keeps its memory.
class Document {
 public:
  Document() = default;
  Document(Document&&) noexcept = default;
  Document& operator=(Document&&) noexcept = default;

  [[nodiscard]] Node root() const { return {*this, 0}; }
  [[nodiscard]] const std::vector<Token>& tokens() const { return tokens_; }
  [[nodiscard]] std::string_view source() const { return source_; }

  /// Takes over the text that was parsed in place. It was not changed since, and lies on the heap: its bytes stay where
  /// they are.
  void own(std::string text);

  /// Bytes held: source, tape, unescaped strings.
  [[nodiscard]] std::size_t memory() const;

 private:
  friend class DocumentBuilder;
  friend class Parser;
  std::string owned_;
  std::string_view source_;
  std::vector<Token> tokens_;
  std::deque<std::string> unescaped_;
};

class Items {
 public:
  class Iterator {
   public:
    explicit Iterator(Node node) : node_(node) {}
    Node operator*() const { return node_; }
    Iterator& operator++() {
      node_ = Node(node_.document(), node_.next());
      return *this;
    }
    bool operator!=(const Iterator& other) const { return node_.index() != other.node_.index(); }

   private:
    Node node_;
  };
  Items(const Document& document, std::uint32_t begin, std::uint32_t end)
      : document_(&document), begin_(begin), end_(end) {}
  [[nodiscard]] Iterator begin() const { return Iterator(Node(*document_, begin_)); }
  [[nodiscard]] Iterator end() const { return Iterator(Node(*document_, end_)); }

 private:
  const Document* document_;
  std::uint32_t begin_, end_;
};

struct Member {
  std::string_view key;
  Node value;
};

class Members {
 public:
  class Iterator {
   public:
    explicit Iterator(Node key) : key_(key) {}
    Member operator*() const { return {key_.text(), Node(key_.document(), key_.index() + 1)}; }
    Iterator& operator++() {
      key_ = Node(key_.document(), Node(key_.document(), key_.index() + 1).next());
      return *this;
    }
    bool operator!=(const Iterator& other) const { return key_.index() != other.key_.index(); }

   private:
    Node key_;
  };
  Members(const Document& document, std::uint32_t begin, std::uint32_t end)
      : document_(&document), begin_(begin), end_(end) {}
  [[nodiscard]] Iterator begin() const { return Iterator(Node(*document_, begin_)); }
  [[nodiscard]] Iterator end() const { return Iterator(Node(*document_, end_)); }

 private:
  const Document* document_;
  std::uint32_t begin_, end_;
};

inline const Token& Node::token() const { return document_->tokens()[index_]; }
inline std::uint32_t Node::next() const {
  const Token& t = token();
  return t.kind == Kind::array || t.kind == Kind::object ? t.size : index_ + 1;
}
inline Items Node::items() const {
  return is_array() ? Items(*document_, index_ + 1, token().size) : Items(*document_, index_, index_);
}
inline Members Node::members() const {
  return is_object() ? Members(*document_, index_ + 1, token().size) : Members(*document_, index_, index_);
}

}  // namespace decant::json
