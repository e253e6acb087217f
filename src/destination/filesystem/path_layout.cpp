#include "destination/filesystem/path_layout.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "destination/filesystem/date_parts.h"

namespace decant::destination {

namespace {

constexpr std::string_view kSchema = "schema_name";
constexpr std::string_view kTable = "table_name";
constexpr std::string_view kExtension = "ext";
constexpr std::array<std::string_view, 8> kNames = {kSchema,    kTable,      "load_id",   "file_id",
                                                    kExtension, "curr_date", "timestamp", "timestamp_ms"};
constexpr std::string_view kPackageTime = "load_package_timestamp";
constexpr std::string_view kPackageTimeMillis = "load_package_timestamp_ms";

constexpr Micros kMicrosPerMilli = 1'000;

std::unexpected<Error> bad_layout(std::string_view layout, const std::string& what) {
  return fail(ErrorKind::config, "the layout `" + std::string(layout) + "` " + what,
              "dlt's default is " + std::string(PathLayout::kDefault));
}

bool is_standard(std::string_view name) {
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end() || name == kPackageTime ||
         name == kPackageTimeMillis || is_date_part(name);
}

Result<void> check_table_name(std::string_view table) {
  if (table.find('/') == std::string_view::npos && is_below(table)) return {};
  return fail(ErrorKind::schema, "a table named " + std::string(table) + " cannot be a folder of files",
              "give the table another name, by `table_name`");
}

}  // namespace

bool is_below(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.find('\0') != std::string_view::npos) return false;
  const auto parts = std::filesystem::path(path);
  return std::none_of(parts.begin(), parts.end(), [](const auto& part) { return part == ".." || part == "."; });
}

Result<PathLayout> PathLayout::parse(std::string_view layout, std::map<std::string, std::string, std::less<>> constants,
                                     std::optional<Micros> now) {
  PathLayout made;
  made.constants_ = std::move(constants);
  made.now_ = now;
  DECANT_TRY(made.read(layout));
  DECANT_TRY(made.check(layout));
  return made;
}

Result<void> PathLayout::read(std::string_view layout) {
  const std::string_view whole = layout;
  while (!layout.empty()) {
    const auto open = layout.find('{');
    if (open != 0) pieces_.push_back({std::string(layout.substr(0, open)), false});
    if (open == std::string_view::npos) break;
    const auto close = layout.find('}', open);
    if (close == std::string_view::npos) return bad_layout(whole, "has a brace that is not closed");
    pieces_.push_back({std::string(layout.substr(open + 1, close - open - 1)), true});
    layout.remove_prefix(close + 1);
  }
  const bool has_extension = std::any_of(pieces_.begin(), pieces_.end(), [](const Piece& piece) {
    return piece.is_placeholder && piece.text == kExtension;
  });
  if (has_extension) return {};
  pieces_.push_back({".", false});
  pieces_.push_back({std::string(kExtension), true});
  return {};
}

/// A table can be emptied only if its files can be told from those of others by how their paths begin.
Result<void> PathLayout::check(std::string_view layout) const {
  bool is_behind_table = false;
  for (const auto& piece : pieces_) {
    if (!piece.is_placeholder) {
      if (piece.text.find('}') != std::string::npos) return bad_layout(layout, "has a brace that was not opened");
      continue;
    }
    if (!is_standard(piece.text) && !constants_.contains(piece.text)) {
      return bad_layout(layout, "has an unknown placeholder: {" + piece.text + "}");
    }
    is_behind_table = is_behind_table || piece.text == kTable;
    if (!is_behind_table && piece.text != kSchema) {
      return bad_layout(layout, "has {" + piece.text + "} before {table_name}, where only {schema_name} may stand");
    }
  }
  if (!is_behind_table) return bad_layout(layout, "lacks {table_name}");
  const auto behind = layout.substr(layout.find("{table_name}") + kTable.size() + 2);
  if (behind.empty() || behind.front() == '{') return bad_layout(layout, "needs a separator behind {table_name}");
  const auto example = path_of({.schema = "s", .table = "t", .load_id = "1", .file_id = "f", .extension = "jsonl"});
  if (!example) return bad_layout(layout, "leads out of the dataset's folder");
  return {};
}

std::string PathLayout::value_of(std::string_view placeholder, const DataFile& file) const {
  if (const auto constant = constants_.find(placeholder); constant != constants_.end()) return constant->second;
  const std::array<std::pair<std::string_view, std::string_view>, 5> texts = {{{kSchema, file.schema},
                                                                               {kTable, file.table},
                                                                               {"load_id", file.load_id},
                                                                               {"file_id", file.file_id},
                                                                               {kExtension, file.extension}}};
  for (const auto& [name, text] : texts) {
    if (name == placeholder) return std::string(text);
  }
  if (placeholder == kPackageTime) return std::to_string(file.load_time / kMicrosPerSecond);
  if (placeholder == kPackageTimeMillis) return std::to_string(file.load_time / kMicrosPerMilli);
  const Micros now = now_.value_or(file.load_time);
  if (placeholder == "timestamp") return std::to_string(now / kMicrosPerSecond);
  if (placeholder == "timestamp_ms") return std::to_string(now / kMicrosPerMilli);
  if (placeholder == "curr_date")
    return date_part("YYYY", now) + "-" + date_part("MM", now) + "-" + date_part("DD", now);
  return date_part(placeholder, now);
}

Result<std::string> PathLayout::path_of(const DataFile& file) const {
  DECANT_TRY(check_table_name(file.table));
  std::string path;
  for (const auto& piece : pieces_) path += piece.is_placeholder ? value_of(piece.text, file) : piece.text;
  if (is_below(path)) return path;
  return fail(ErrorKind::schema,
              "the file of table " + std::string(file.table) + " would lie outside of the dataset: " + path,
              "change `layout` or `extra_placeholders` of the destination");
}

Result<std::string> PathLayout::prefix_of(std::string_view schema, std::string_view table) const {
  DECANT_TRY(check_table_name(table));
  std::string prefix;
  const DataFile file{.schema = schema, .table = table, .load_id = {}, .file_id = {}, .extension = {}};
  for (auto piece = pieces_.begin(); piece != pieces_.end(); ++piece) {
    prefix += piece->is_placeholder ? value_of(piece->text, file) : piece->text;
    if (piece->is_placeholder && piece->text == kTable) return prefix + std::next(piece)->text.front();
  }
  return prefix;
}

}  // namespace decant::destination
