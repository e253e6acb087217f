#include <toml++/toml.h>

#include <algorithm>
#include <sstream>
#include <utility>
#include <vector>

#include "config/formats.h"
#include "config/toml_nesting.h"
#include "config/tree_builder.h"

namespace decant::config {

namespace {

/// Copies the library's tree, with the keys of tables back in the order of the file (the library sorts them).
class TomlConverter {
 public:
  explicit TomlConverter(const std::shared_ptr<const std::string>& source) : source_(source) {}

  Result<Node> convert(const toml::node& node, int depth) {
    const Location location = at(node.source());
    if (const auto* text = node.as_string()) {
      DECANT_TRY(budget_.take(location, text->get().size()));
      return Node(location, text->get());
    }
    DECANT_TRY(budget_.take(location));
    if (const auto* table = node.as_table()) return convert(*table, location, depth);
    if (const auto* array = node.as_array()) return convert(*array, location, depth);
    if (const auto* integer = node.as_integer()) return Node(location, integer->get());
    if (const auto* real = node.as_floating_point()) return Node(location, real->get());
    if (const auto* boolean = node.as_boolean()) return Node(location, boolean->get());
    // Dates and times become text as TOML writes them, which is ISO 8601.
    std::ostringstream text;
    if (const auto* date = node.as_date()) text << date->get();
    if (const auto* time = node.as_time()) text << time->get();
    if (const auto* date_time = node.as_date_time()) text << date_time->get();
    return Node(location, std::move(text).str());
  }

 private:
  using Entry = std::pair<const toml::key*, const toml::node*>;

  [[nodiscard]] Location at(const toml::source_region& region) const {
    return {source_, static_cast<int>(region.begin.line)};
  }

  Result<Node> convert(const toml::table& table, const Location& location, int depth) {
    DECANT_TRY(check_depth(depth, location));
    std::vector<Entry> entries;
    for (auto&& [key, value] : table) entries.emplace_back(&key, &value);
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
      const auto left = a.first->source().begin;
      const auto right = b.first->source().begin;
      return std::pair(left.line, left.column) < std::pair(right.line, right.column);
    });
    Node::Members members;
    members.reserve(entries.size());
    for (const auto& [key, value] : entries) {
      DECANT_TRY(Node member, convert(*value, depth + 1));
      members.push_back({std::string(key->str()), at(key->source()), std::move(member)});
    }
    return Node(location, std::move(members));
  }

  Result<Node> convert(const toml::array& array, const Location& location, int depth) {
    DECANT_TRY(check_depth(depth, location));
    Node::Items items;
    items.reserve(array.size());
    for (const auto& element : array) {
      DECANT_TRY(Node item, convert(element, depth + 1));
      items.push_back(std::move(item));
    }
    return Node(location, std::move(items));
  }

  const std::shared_ptr<const std::string>& source_;
  NodeBudget budget_;
};

/// The library's messages quote names and single characters, but numbers in full, and an unquoted number may be a
/// secret.
std::unexpected<Error> malformed(const Location& location, std::string_view problem) {
  const bool quotes_number = problem.find("not representable") != std::string_view::npos ||
                             problem.find("could not be interpreted") != std::string_view::npos;
  if (quotes_number) return fail_at(location, "the number here does not fit 64 bits", "in quotes it is text");
  return fail_at(location, "not valid TOML: " + std::string(problem));
}

}  // namespace

Result<Node> parse_toml(std::string_view text, const std::shared_ptr<const std::string>& source) {
  if (const int line = too_deep_line(text, kMaxDepth); line > 0)
    return fail_at({source, line}, "nested deeper than " + std::to_string(kMaxDepth) + " levels");
  try {
    const toml::table table = toml::parse(text);
    DECANT_TRY(Node root, TomlConverter(source).convert(table, 1));
    return root;
  } catch (const toml::parse_error& problem) {
    return malformed({source, static_cast<int>(problem.source().begin.line)}, problem.description());
  }
}

}  // namespace decant::config
