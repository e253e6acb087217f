#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/environment.h"
#include "config/node.h"
#include "config/section_path.h"

namespace decant::config {

/// What is looked for, and where.
struct Query {
  std::string pipeline_name;   ///< empty: unknown
  SectionPath sections;        ///< explicit sections, then names of nested objects
  std::string config_section;  ///< stays behind every section path; for nested objects the innermost one's name
  std::string key;
  bool is_secret = false;
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

/// A file that a provider reads, or would.
struct ProbedFile {
  std::filesystem::path path;
  bool exists = false;
};

/// The sources of settings that dlt looks through, in its order: environment, secrets.toml, config.toml. The TOML files
/// are those of the project's settings folder, over those of the global folder.
class Providers {
 public:
  /// Reads the files. Error: one is malformed or unreadable (names provider, path, line, the parser's message).
  static Result<Providers> load(const Environment& environment);

  /// dlt's lookup: first everywhere with the pipeline's name in front, then without; providers in order; in each the
  /// section paths from the longest to the shortest; the first value wins. A secret is registered with
  /// Redactor::process(). Error: a secret stands in config.toml.
  [[nodiscard]] Result<Answer> look_up(const Query& query) const;

  /// The value at just that dotted path, as `dlt.secrets[path]` and `dlt.config[path]` look for it.
  [[nodiscard]] Result<Answer> at(std::string_view path, bool is_secret) const;

  /// The files of "secrets.toml" or "config.toml", the project's first; none for the environment.
  [[nodiscard]] const std::vector<ProbedFile>& files(std::string_view provider) const;

  [[nodiscard]] const Folders& folders() const { return folders_; }
  [[nodiscard]] const Environment& environment() const { return environment_; }

 private:
  struct Toml {
    Node root;
    std::vector<ProbedFile> files;
  };
  static Result<Toml> load_toml(std::string_view name, const Folders& folders);
  [[nodiscard]] Result<std::optional<Found>> look_in(std::size_t provider, const SectionPath& sections,
                                                     std::string_view key) const;
  /// Asks one provider for the key in all sections; whether it was found.
  [[nodiscard]] Result<bool> ask(std::size_t provider, std::span<const SectionPath> candidates, std::string_view key,
                                 bool is_secret, Answer& answer) const;
  [[nodiscard]] bool is_empty(std::size_t provider) const;

  Environment environment_;
  Folders folders_;
  Toml secrets_;
  Toml config_;
};

}  // namespace decant::config
