#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/environment.h"
#include "config/node.h"
#include "config/section_path.h"
#include "config/settings_file.h"

namespace decant::config {

/// What is looked for, and where.
struct Query {
  std::string pipeline_name;   ///< empty: unknown
  SectionPath sections;        ///< explicit sections, then names of nested objects
  std::string config_section;  ///< stays behind every section path; for nested objects the innermost one's name
  std::string key;
  bool is_secret = false;
  bool is_native =
      false;  ///< asks for a nested object as one value (a connection string): a mapping counts as nothing,
              ///< since its keys are looked up one by one; whoever asks hides the secrets that are in it
};

/// A place that was looked at.
struct Tried {
  std::string provider;  ///< "Environment Variables", "secrets.toml", "config.toml"
  std::string key;       ///< in the provider's own form
  bool skipped = false;  ///< the provider holds nothing at all, so it was not asked
};
using Trail = std::vector<Tried>;

/// A value and where it comes from; its file and line are the value's location. Text of it is loose (Node::is_loose).
struct Found {
  Node value;
  std::string provider;
  std::string key;
};

struct Answer {
  std::optional<Found> found;
  Trail trail;  ///< all places looked at, in order, the last of them the finding one
};

/// A place where a value may stand, with what stands there.
struct Place {
  Tried tried;
  std::optional<Node> value;  ///< loose
};

/// The sources of settings that dlt looks through, in its order: environment (for secrets after the folder of mounted
/// ones), secrets.toml, config.toml. The TOML files are those of the project's settings folder, over those of the
/// global folder.
class Providers {
 public:
  /// Reads the files. Error: one is malformed or unreadable (names provider, path, line, the parser's message).
  static Result<Providers> load(const Environment& environment);

  /// dlt's lookup: first everywhere with the pipeline's name in front, then without; providers in order; in each the
  /// section paths from the longest to the shortest; the first value wins. A secret is registered with
  /// Redactor::process(). Errors: a secret stands in config.toml; the value still holds a template's text.
  [[nodiscard]] Result<Answer> look_up(const Query& query) const;

  /// As look_up, but a template's text is a value like others (find_unfilled knows it).
  [[nodiscard]] Result<Answer> find(const Query& query) const;

  /// The value at just that dotted path, as `dlt.secrets[path]` and `dlt.config[path]` look for it. Errors as look_up.
  [[nodiscard]] Result<Answer> at(std::string_view path, bool is_secret) const;

  /// Every place that look_up would look at if it found nothing, in its order, with what stands there. For a secret
  /// those of config.toml are among them where something stands.
  [[nodiscard]] Result<std::vector<Place>> places(const Query& query) const;

  /// The files of "secrets.toml" or "config.toml", the project's first; none for the environment.
  [[nodiscard]] const std::vector<ProbedFile>& files(std::string_view provider) const;
  /// Whether that provider holds nothing at all.
  [[nodiscard]] bool is_empty(std::string_view provider) const;

  [[nodiscard]] const Folders& folders() const { return folders_; }
  [[nodiscard]] const Environment& environment() const { return environment_; }

 private:
  enum class Step { go_on, stop };
  using Visit = std::function<Result<Step>(Place&& place)>;

  [[nodiscard]] Result<std::optional<Node>> value_in(std::size_t provider, const SectionPath& sections,
                                                     std::string_view key, bool is_secret) const;
  /// Shows the places for a key in these sections, in order, until `visit` has enough; whether it had.
  Result<Step> visit_places(const std::vector<SectionPath>& candidates, std::string_view key, bool is_secret,
                            const Visit& visit) const;
  Result<Step> visit_places(const Query& query, const Visit& visit) const;
  /// Takes a place into the answer.
  [[nodiscard]] Result<Step> take(Place&& place, const Query& query, Answer& answer) const;
  [[nodiscard]] bool is_empty(std::size_t provider) const;
  [[nodiscard]] Result<void> move_workspace();

  Environment environment_;
  Folders folders_;
  SettingsFile secrets_;
  SettingsFile config_;
};

}  // namespace decant::config
