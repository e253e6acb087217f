#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace decant::destination {

/// What decides where a file of a table lies.
struct DataFile {
  std::string_view schema;
  std::string_view table;
  std::string_view load_id;
  std::string_view file_id;
  std::string_view extension;  ///< `jsonl`, `jsonl.gz`
  Micros load_time = 0;        ///< the load id as an instant
};

/// Where the files of a table lie below a dataset: dlt's `layout` (dlt-normalize-load §20.1), checked. Tables of dlt
/// itself do not follow it: each has a folder of its name.
class PathLayout {
 public:
  static constexpr std::string_view kDefault = "{table_name}/{load_id}.{file_id}.{ext}";

  /// `constants` are placeholders of the user's (`extra_placeholders`); `now` stands for the current time (absent: the
  /// load's). Errors are of kind `config` and say what the layout lacks.
  static Result<PathLayout> parse(std::string_view layout,
                                  std::map<std::string, std::string, std::less<>> constants = {},
                                  std::optional<Micros> now = std::nullopt);

  /// The file's path below the dataset. Error of kind `schema`: the table's name cannot be part of a path.
  [[nodiscard]] Result<std::string> path_of(const DataFile& file) const;

  /// What the paths of a table's files begin with; its last character ends the table's name.
  [[nodiscard]] Result<std::string> prefix_of(std::string_view schema, std::string_view table) const;

 private:
  struct Piece {
    std::string text;
    bool is_placeholder = false;
  };

  PathLayout() = default;
  Result<void> read(std::string_view layout);
  [[nodiscard]] Result<void> check(std::string_view layout) const;
  [[nodiscard]] std::string value_of(std::string_view placeholder, const DataFile& file) const;

  std::vector<Piece> pieces_;
  std::map<std::string, std::string, std::less<>> constants_;
  std::optional<Micros> now_;
};

/// Whether a relative path stays below where it starts, and names something.
bool is_below(std::string_view path);

}  // namespace decant::destination
