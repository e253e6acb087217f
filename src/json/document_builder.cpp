#include "json/document_builder.h"

#include "core/result.h"

namespace decant::json {

DocumentBuilder::DocumentBuilder(Document& document) : document_(document) {
  document_.tokens_.clear();
  document_.unescaped_.clear();
  document_.source_ = {};
}

void DocumentBuilder::open(Kind kind) {
  open_.push_back(static_cast<std::uint32_t>(document_.tokens_.size()));
  Token token;
  token.kind = kind;
  token.span = {};
  add(token);
}

void DocumentBuilder::close() {
  DECANT_CHECK(!open_.empty());
  document_.tokens_[open_.back()].size = static_cast<std::uint32_t>(document_.tokens_.size());
  open_.pop_back();
}

void DocumentBuilder::boolean(bool value) {
  Token token;
  token.kind = Kind::boolean;
  token.boolean = value;
  add(token);
}

void DocumentBuilder::integer(std::int64_t value) {
  Token token;
  token.kind = Kind::integer;
  token.integer = value;
  add(token);
}

void DocumentBuilder::unsigned_integer(std::uint64_t value) {
  Token token;
  token.kind = Kind::unsigned_integer;
  token.unsigned_integer = value;
  add(token);
}

void DocumentBuilder::real(double value) {
  Token token;
  token.kind = Kind::real;
  token.real = value;
  add(token);
}

void DocumentBuilder::text(Kind kind, TypedKind typed, std::string_view value) {
  view(document_.unescaped_.emplace_back(value));
  Token& token = document_.tokens_.back();
  token.kind = kind;
  token.typed = typed;
}

void DocumentBuilder::view(std::string_view value) {
  Token token;
  token.kind = Kind::string;
  token.size = static_cast<std::uint32_t>(value.size());
  token.text = value.data();
  add(token);
}

void DocumentBuilder::timestamp(std::int64_t micros_utc, ZoneOffset zone) {
  fixed(TypedKind::timestamp, micros_utc);
  document_.tokens_.back().size = zone.code;
}

void DocumentBuilder::fixed(TypedKind typed, std::int64_t value) {
  Token token;
  token.kind = Kind::typed;
  token.typed = typed;
  token.integer = value;
  add(token);
}

}  // namespace decant::json
