#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "config/core_schema.h"
#include "config/formats.h"
#include "config/tree_builder.h"

namespace decant::config {

namespace {

constexpr std::string_view kStandardTag = "tag:yaml.org,2002:";

/// Carries an Error through the YAML library; never leaves this file.
struct Stopped {
  Error error;
};

template <typename T>
T or_stop(Result<T> result) {
  if (!result) throw Stopped{std::move(result.error())};
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// Builds the tree from the parser's events. Aliases become copies, paid for from the budget; an alias can only name an
/// anchor whose value has ended, so nothing can hold itself.
class TreeHandler : public YAML::EventHandler {
 public:
  explicit TreeHandler(std::shared_ptr<const std::string> source) : source_(std::move(source)) {}

  [[nodiscard]] Node take_root() { return std::move(root_); }

  /// The line of the last thing that was read; 0 at first.
  [[nodiscard]] int last_line() const { return last_line_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (started_)
      throw Stopped{error_at(at(mark), "a second document begins here", "a configuration file holds one document")};
    started_ = true;
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (expects_key()) throw Stopped{error_at(at(mark), "a key is empty or null", "put the key in quotes")};
    // The library gives the place of what follows an absent value.
    add(Node(expects_value() ? frames_.back().key_location : at(mark), nullptr), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (expects_key()) throw Stopped{error_at(at(mark), "a key is an alias", "write the key itself")};
    const auto anchored = anchors_.find(anchor);
    if (anchored == anchors_.end()) throw Stopped{error_at(at(mark), "the alias names a value that holds it")};
    or_stop(check_depth(static_cast<int>(frames_.size()) + anchored->second.depth, at(mark)));
    or_stop(budget_.take_copy(at(mark), anchored->second.node));
    add(anchored->second.node, YAML::NullAnchor, anchored->second.depth);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const Location location = at(mark);
    if (expects_key()) return take_key(location, tag, value);
    or_stop(budget_.take(location, value.size()));
    add(scalar(location, tag, value), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, "seq", anchor, false);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, "map", anchor, true);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    bool mapping = false;
    Location location;
    YAML::anchor_t anchor = YAML::NullAnchor;
    int depth = 1;  ///< levels of this container and what it holds so far
    Node::Items items;
    MappingBuilder members;
    std::optional<std::string> key;
    Location key_location;
  };
  struct Anchored {
    Node node;
    int depth = 0;
  };

  [[nodiscard]] Location at(const YAML::Mark& mark) {
    last_line_ = mark.is_null() ? last_line_ : mark.line + 1;
    return {source_, last_line_};
  }
  [[nodiscard]] bool expects_key() const { return !frames_.empty() && frames_.back().mapping && !frames_.back().key; }
  [[nodiscard]] bool expects_value() const { return !frames_.empty() && frames_.back().key; }

  void take_key(const Location& location, const std::string& tag, const std::string& key) {
    if (key == "<<" && tag == "?")
      throw Stopped{
          error_at(location, "the merge key `<<` is not part of YAML 1.2", "write out the keys it stands for")};
    Frame& frame = frames_.back();
    or_stop(frame.members.check(key, location));
    frame.key = key;
    frame.key_location = location;
  }

  static std::unexpected<Error> wrong_tag(const Location& location, const std::string& tag) {
    return fail_at(location, "the tag " + in_quotes(tag) + " is not supported or does not fit its value",
                   "leave the tag out");
  }

  /// What stands behind YAML's own prefix; empty for other tags.
  static std::string_view standard_name(std::string_view tag) {
    return tag.starts_with(kStandardTag) ? tag.substr(kStandardTag.size()) : std::string_view();
  }

  static Node scalar(const Location& location, const std::string& tag, const std::string& value) {
    if (tag == "?") return or_stop(plain_scalar(value, location));
    const auto name = standard_name(tag);
    if (tag == "!" || name == "str") return {location, value};
    if (name.empty()) or_stop(Result<void>(wrong_tag(location, tag)));
    Node node = or_stop(plain_scalar(value, location));
    if (name == "float" && node.kind() == Kind::integer) return {location, static_cast<double>(node.as_integer())};
    const bool fits = (name == "int" && node.kind() == Kind::integer) ||
                      (name == "float" && node.kind() == Kind::real) ||
                      (name == "bool" && node.kind() == Kind::boolean) || (name == "null" && node.is_null());
    if (!fits) or_stop(Result<void>(wrong_tag(location, tag)));
    return node;
  }

  void open(const YAML::Mark& mark, const std::string& tag, std::string_view kind, YAML::anchor_t anchor,
            bool mapping) {
    const Location location = at(mark);
    if (expects_key()) throw Stopped{error_at(location, "a key is a list or a mapping", "a key must be text")};
    if (!tag.empty() && tag != "?" && tag != "!" && standard_name(tag) != kind)
      or_stop(Result<void>(wrong_tag(location, tag)));
    or_stop(budget_.take(location));
    or_stop(check_depth(static_cast<int>(frames_.size()) + 1, location));
    Frame& frame = frames_.emplace_back();
    frame.mapping = mapping;
    frame.location = location;
    frame.anchor = anchor;
  }

  void close() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    add(frame.mapping ? Node(frame.location, frame.members.take()) : Node(frame.location, std::move(frame.items)),
        frame.anchor, frame.depth);
  }

  void add(Node node, YAML::anchor_t anchor, int depth = 0) {
    if (anchor != YAML::NullAnchor) {
      or_stop(budget_.take_copy(node.location(), node));
      anchors_[anchor] = {node, depth};
    }
    if (frames_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = frames_.back();
    frame.depth = std::max(frame.depth, depth + 1);
    if (!frame.mapping) {
      frame.items.push_back(std::move(node));
      return;
    }
    frame.members.add(std::move(*frame.key), frame.key_location, std::move(node));
    frame.key.reset();
  }

  std::shared_ptr<const std::string> source_;
  std::vector<Frame> frames_;
  std::unordered_map<YAML::anchor_t, Anchored> anchors_;
  NodeBudget budget_;
  Node root_;
  bool started_ = false;
  int last_line_ = 0;
};

/// The library takes the end of a file that ends in a line end for the end of an open quoted text, which would swallow
/// all that follows the quote unseen. A comment there makes it complain, and means nothing elsewhere.
std::string with_end_mark(std::string_view text) {
  const auto last = text.find_last_not_of(" \t");
  if (last == std::string_view::npos || text[last] != '\n') return std::string(text);
  return std::string(text.substr(0, last + 1)) + "#";
}

}  // namespace

Result<Node> parse_yaml(std::string_view text, const std::shared_ptr<const std::string>& source) {
  TreeHandler handler(source);
  const auto malformed = [&](int line, const std::string& message) {
    return fail_at({source, line}, "not valid YAML: " + message,
                   "check the indentation, quotes and brackets from here on");
  };
  const auto line_of = [](const YAML::Exception& problem) {
    return problem.mark.is_null() ? 0 : problem.mark.line + 1;
  };
  try {
    std::istringstream stream{with_end_mark(text)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(handler)) {
    }
    return handler.take_root();
  } catch (Stopped& stopped) {
    return std::unexpected<Error>(std::move(stopped.error));
  } catch (const YAML::DeepRecursion& problem) {
    return malformed(line_of(problem), "nested too deep");
  } catch (const YAML::Exception& problem) {
    if (problem.msg == YAML::ErrorMsg::EOF_IN_SCALAR)
      return malformed(std::max(handler.last_line(), 1),
                       "a quoted text that begins on this line or below is not closed");
    return malformed(line_of(problem), problem.msg);
  }
}

}  // namespace decant::config
