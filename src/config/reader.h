#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/node.h"

namespace decant::config {

/// An element of a list, with its dotted place: `source.resources[2]`.
struct Element {
  Node node;
  std::string path;
};

/// Reads the keys of one mapping by type and finds those that nobody asked for. Owns its mapping. Keys that are absent
/// or null are the same to the optional_* functions; for the required ones both are errors with a line. Errors are of
/// kind `config`: "centra.yaml:7: `source.page_size` must be a whole number, but is text".
///
///   DECANT_TRY(auto source, Reader::open(document, ""));
///   DECANT_TRY(auto url, source.text("base_url"));
///   DECANT_TRY(source.refuse({"staging"}));
///   DECANT_TRY(source.finish());
class Reader {
 public:
  /// `path` is the dotted place of the mapping; empty for the document itself. Error: no mapping.
  static Result<Reader> open(const Node& node, std::string path);

  Result<std::string> text(std::string_view key);
  Result<bool> boolean(std::string_view key);
  Result<std::int64_t> integer(std::string_view key);
  Result<double> real(std::string_view key);
  Result<Reader> mapping(std::string_view key);
  Result<std::vector<Element>> list(std::string_view key);
  /// The value of whatever kind; not null.
  Result<Element> any(std::string_view key);

  Result<std::optional<std::string>> optional_text(std::string_view key);
  Result<std::optional<bool>> optional_boolean(std::string_view key);
  Result<std::optional<std::int64_t>> optional_integer(std::string_view key);
  /// A whole number in [least, most].
  Result<std::optional<std::int64_t>> optional_integer(std::string_view key, std::int64_t least, std::int64_t most);
  Result<std::optional<double>> optional_real(std::string_view key);
  Result<std::optional<std::chrono::milliseconds>> optional_duration(std::string_view key);  ///< see as_duration
  Result<std::optional<std::uint64_t>> optional_bytes(std::string_view key);                 ///< see as_bytes
  Result<std::optional<Reader>> optional_mapping(std::string_view key);
  Result<std::optional<std::vector<Element>>> optional_list(std::string_view key);
  /// A list of texts; one text alone counts as a list of one.
  Result<std::optional<std::vector<std::string>>> optional_texts(std::string_view key);
  /// A text that is one of `allowed`; another is an error with the nearest one as hint.
  Result<std::optional<std::string>> optional_choice(std::string_view key,
                                                     std::initializer_list<std::string_view> allowed);
  /// The value of whatever kind; nothing if absent. Null is given as such.
  std::optional<Element> optional_any(std::string_view key);

  /// Whether the key stands here with a value that is not null. Does not count as reading it.
  [[nodiscard]] bool has(std::string_view key) const;

  /// Keys that are right but that decant cannot serve yet: an error that names the first one present.
  Result<void> refuse(std::initializer_list<std::string_view> keys);
  /// Error if a key stands here that no function above was asked for; the hint has the nearest of those asked for.
  Result<void> finish() const;

  /// An error at the key's value (or, if it is absent, at the mapping): "f.yaml:3: `a.b` `message`".
  [[nodiscard]] std::unexpected<Error> fail(std::string_view key, std::string_view message,
                                            std::string hint = {}) const;

  /// "source.client.base_url" for key "base_url".
  [[nodiscard]] std::string path_of(std::string_view key) const;
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const Node& node() const { return node_; }

 private:
  Reader(Node node, std::string path) : node_(std::move(node)), path_(std::move(path)) {}
  const Node* take(std::string_view key);
  Result<const Node*> take_required(std::string_view key);
  Result<std::vector<Element>> elements(const Node& value, std::string_view key) const;

  Node node_;
  std::string path_;
  std::vector<std::string> known_;
  std::vector<std::string> refused_;
};

}  // namespace decant::config
