#include "destination/filesystem/file_publication.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "core/clock.h"
#include "core/fault.h"
#include "core/file.h"
#include "core/hash.h"
#include "destination/filesystem/boundary_files.h"
#include "destination/filesystem/csv_lines.h"
#include "destination/filesystem/json_lines.h"
#include "destination/filesystem/output_file.h"
#include "destination/filesystem/provenance_file.h"
#include "destination/loaded_state.h"
#include "destination/name_check.h"
#include "schema/system_tables.h"

namespace decant::destination {

namespace {

/// Ten digits, as dlt's; of the load and the table, so that a load makes the same files whenever it is done.
std::string file_id_of(std::string_view load_id, std::string_view table) {
  constexpr std::size_t kDigits = 10;
  return sha256_hex(std::string(load_id) + "." + std::string(table)).substr(0, kDigits);
}

std::unique_ptr<RowText> row_text(const schema::Table& table, FileFormat format) {
  if (format == FileFormat::csv) return std::make_unique<CsvLines>(table);
  return std::make_unique<JsonLines>(table);
}

/// The rows of a table that is replaced by nothing.
class NoRows final : public normalize::BatchReader {
 public:
  Result<std::optional<normalize::Batch>> next() override { return std::nullopt; }
};

/// Whether a folder of the dataset has these files, which are sorted, and no others.
Result<bool> holds_only(const std::filesystem::path& dataset, const std::string& folder,
                        const std::vector<std::string>& files) {
  std::error_code error;
  std::filesystem::recursive_directory_iterator at(dataset / folder, error);
  for (; !error && at != std::filesystem::recursive_directory_iterator(); at.increment(error)) {
    if (at->is_directory(error)) continue;
    if (!std::binary_search(files.begin(), files.end(), at->path().lexically_relative(dataset).string())) return false;
  }
  if (error) return fail_with_errno("read", dataset / folder, error.value());
  return true;
}

std::vector<TableName> tables_of(const schema::Schema& schema) {
  std::vector<TableName> names;
  for (const auto& table : schema.tables()) {
    if (!schema::is_system_name(table.name())) names.push_back({schema.name(), table.name()});
  }
  return names;
}

}  // namespace

FilePublication::FilePublication(const FilesystemOptions& options, std::filesystem::path dataset, LoadRequest& request)
    : options_(options), dataset_(std::move(dataset)), request_(request), control_(dataset_), staged_(dataset_) {
  changes_.load_id = request_.load_id;
}

Result<LoadReport> FilePublication::run() {
  DECANT_TRY(report_.already_loaded, control_.has_load(request_.load_id));
  if (report_.already_loaded) return report_;
  DECANT_TRY(const auto newest, control_.newest_state(request_.pipeline_name));
  DECANT_TRY(check_base_state(request_, newest));
  DECANT_TRY(check_tables());
  DECANT_TRY(staged_.remove_undecided());
  DECANT_TRY(staging_, staged_.begin(request_.load_id));
  DECANT_TRY(note_what_is_new());
  DECANT_TRY(stage_init());
  DECANT_TRY(stage_schema());
  DECANT_TRY(stage_tables());
  DECANT_TRY(take_away_replaced());
  DECANT_TRY(stage_boundaries());
  DECANT_TRY(stage_state());
  DECANT_TRY(stage_provenance());
  DECANT_TRY(stage_text(ControlFiles::load_path(request_.schema->name(), request_.load_id),
                        ControlFiles::load_text(request_)));
  DECANT_TRY(staged_.commit(changes_));
  return std::move(report_);
}

/// Files tell names apart that differ in case only, but for the columns of Parquet: its writer is an SQL engine.
Result<void> FilePublication::check_tables() const {
  for (const auto& load : request_.tables) {
    if (load.rows && file_format_of(*request_.schema, *load.table) == FileFormat::parquet)
      DECANT_TRY(check_column_names(*load.table));
  }
  return {};
}

/// Compared with the newest stored schema of that name.
Result<void> FilePublication::note_what_is_new() {
  DECANT_TRY(const auto documents, control_.newest_schemas());
  const json::Value* stored = nullptr;
  for (const auto& document : documents) {
    if (document.text_or("name", "") == request_.schema->name()) stored = document.find("tables");
  }
  const auto& dropped = request_.dropped_tables;
  for (const auto& load : request_.tables) {
    if (!load.rows || !is_made(*load.table)) continue;
    const bool is_known = stored != nullptr && std::ranges::find(dropped, load.table->name()) == dropped.end();
    const json::Value* const table = is_known ? stored->find(load.table->name()) : nullptr;
    const json::Value* const columns = table == nullptr ? nullptr : table->find("columns");
    if (columns == nullptr) {
      report_.new_tables.push_back(load.table->name());
      continue;
    }
    for (const auto& column : load.table->columns()) {
      if (!column.data_type) continue;
      const json::Value* const before = columns->find(column.name);
      if (before != nullptr && before->find("data_type") != nullptr) continue;
      report_.new_columns.push_back(load.table->name() + "." + column.name);
    }
  }
  return {};
}

std::filesystem::path FilePublication::staged_for(std::string path) {
  std::string name = std::to_string(staged_files_++);
  auto file = staging_ / name;
  changes_.moved.push_back({.staged = std::move(name), .path = std::move(path)});
  return file;
}

Result<void> FilePublication::stage_text(std::string path, std::string_view text) {
  DECANT_TRY(auto file, OutputFile::create(staged_for(std::move(path)), false));
  DECANT_TRY(file.write(text));
  return file.finish();
}

Result<void> FilePublication::stage_init() {
  DECANT_TRY(const auto found, control_.version());
  version_ = found.value_or(StorageVersion{});
  if (found && found->current == StorageVersion::kCurrent) return {};
  version_.current = StorageVersion::kCurrent;
  return stage_text(std::string(ControlFiles::kInit), version_.text());
}

Result<void> FilePublication::stage_schema() {
  DECANT_TRY(const bool is_known, control_.has_schema(request_.schema->version_hash()));
  if (!request_.dropped_tables.empty()) {
    DECANT_TRY(auto versions, control_.schema_files(request_.schema->name()));
    for (auto& file : versions) changes_.removed.push_back(std::move(file.path));
  } else if (is_known) {
    return {};
  }
  const Micros now = process_clock().now();
  return stage_text(ControlFiles::schema_path(request_.schema->name(), now, request_.schema->version_hash()),
                    ControlFiles::schema_text(request_, now));
}

Result<void> FilePublication::stage_tables() {
  for (auto& load : request_.tables) {
    const auto& disposition = load.write_disposition;
    if (disposition != "append" && disposition != "replace" && disposition != "merge") {
      return fail(ErrorKind::internal, "unknown write disposition of table " + load.table->name() + ": " + disposition);
    }
    // As with dlt, what replaces a table by nothing leaves a file without rows.
    if (!load.rows && disposition == "replace" && load.table->is_root()) load.rows = std::make_unique<NoRows>();
    if (load.rows && is_made(*load.table)) {
      if (auto staged = stage_rows(load, file_format_of(*request_.schema, *load.table)); !staged) {
        return fail(std::move(staged).error().within("writing table " + load.table->name()));
      }
    }
    DECANT_FAULT_POINT("publish.after_table");
  }
  parquet_.reset();
  return {};
}

Result<void> FilePublication::stage_rows(const TableLoad& load, FileFormat format) {
  const bool is_compressed = options_.is_compressed && format != FileFormat::parquet;
  std::string extension(to_string(format));
  // The first form of datasets told compressed files by the settings, not by their names.
  if (is_compressed && version_.initial > 1) extension += ".gz";
  const auto file_id = file_id_of(request_.load_id, load.table->name());
  DECANT_TRY(auto path, options_.layout.path_of({.schema = request_.schema->name(),
                                                 .table = load.table->name(),
                                                 .load_id = request_.load_id,
                                                 .file_id = file_id,
                                                 .extension = extension,
                                                 .load_time = request_.inserted_at}));
  std::error_code error;
  if (load.write_disposition != "replace" && std::filesystem::exists(dataset_ / path, error)) {
    return fail(ErrorKind::config, "the layout gives this load's file the name of one that is there: " + path,
                "put {load_id} or {file_id} into the layout");
  }
  DECANT_TRY(const auto rows, write_rows(staged_for(std::move(path)), load, format, is_compressed));
  if (rows == 0 && load.write_disposition != "replace") changes_.moved.pop_back();
  return {};
}

Result<std::uint64_t> FilePublication::write_rows(const std::filesystem::path& file, const TableLoad& load,
                                                  FileFormat format, bool is_compressed) {
  const auto on_rows = [&](std::uint64_t rows) {
    if (request_.on_progress) request_.on_progress(load.table->name(), rows);
  };
  if (format == FileFormat::parquet) {
    if (!parquet_) {
      DECANT_TRY(parquet_, ParquetWriter::open(staging_, options_.memory_limit));
    }
    return parquet_->write(file, *load.table, *load.rows, on_rows);
  }
  DECANT_TRY(auto output, OutputFile::create(file, is_compressed));
  const auto text = row_text(*load.table, format);
  std::uint64_t rows = 0;
  for (;;) {
    DECANT_TRY(const auto batch, load.rows->next());
    if (!batch) break;
    DECANT_TRY(text->write(*batch, [&output](std::string_view some) { return output.write(some); }));
    rows += batch->rows;
    on_rows(batch->rows);
  }
  DECANT_TRY(output.finish());
  return rows;
}

/// What is there of tables that are replaced, emptied or dropped goes, but for files that new ones take the place of.
Result<void> FilePublication::take_away_replaced() {
  std::set<std::string> gone(request_.dropped_tables.begin(), request_.dropped_tables.end());
  gone.insert(request_.truncated_tables.begin(), request_.truncated_tables.end());
  for (const auto& load : request_.tables) {
    if (load.write_disposition == "replace") gone.insert(load.table->name());
  }
  if (gone.empty()) return {};
  auto names = tables_of(*request_.schema);
  for (const auto& table : request_.dropped_tables) names.push_back({request_.schema->name(), table});
  DECANT_TRY(const auto documents, control_.newest_schemas());
  for (const auto& document : documents) {
    if (document.text_or("name", "") == request_.schema->name()) continue;
    const json::Value* const tables = document.find("tables");
    if (tables == nullptr || !tables->is_object()) continue;
    for (const auto& [table, _] : tables->as_object()) {
      if (!schema::is_system_name(table)) names.push_back({document.text_or("name", ""), table});
    }
  }
  DECANT_TRY(const auto files, find_table_files(dataset_, options_.layout, names));
  for (const auto& table : gone) {
    const auto found = files.find({request_.schema->name(), table});
    if (found != files.end()) DECANT_TRY(replace_table(table, found->second));
  }
  return {};
}

/// A folder that holds nothing but the table's old files changes places with one of the new files, so that no reader
/// finds the table empty or mixed. Else files go one by one.
Result<void> FilePublication::replace_table(const std::string& table, const std::vector<std::string>& files) {
  DECANT_TRY(const auto prefix, options_.layout.prefix_of(request_.schema->name(), table));
  const auto is_of_table = [&prefix](const FileChanges::Move& file) { return file.path.starts_with(prefix); };
  std::set<std::string> taken;
  for (const auto& file : changes_.moved) {
    if (is_of_table(file)) taken.insert(file.path);
  }
  const auto is_kept = [&taken](const std::string& path) { return taken.contains(path); };
  DECANT_TRY(const bool is_alone, prefix.ends_with('/') ? holds_only(dataset_, prefix, files) : Result<bool>(false));
  if (!is_alone || std::any_of(files.begin(), files.end(), is_kept)) {
    std::remove_copy_if(files.begin(), files.end(), std::back_inserter(changes_.removed), is_kept);
    return {};
  }
  const std::string staged = "folder." + std::to_string(changes_.exchanged.size());
  DECANT_TRY(decant::create_directories(staging_ / staged));
  for (const auto& file : changes_.moved) {
    if (!is_of_table(file)) continue;
    const auto place = staging_ / staged / file.path.substr(prefix.size());
    DECANT_TRY(decant::create_directories(place.parent_path()));
    std::error_code error;
    std::filesystem::rename(staging_ / file.staged, place, error);
    if (error) return fail_with_errno("move", place, error.value());
  }
  std::erase_if(changes_.moved, is_of_table);
  changes_.exchanged.push_back(
      {.staged = staged, .folder = prefix.substr(0, prefix.size() - 1), .old = files.front().substr(prefix.size())});
  return {};
}

Result<void> FilePublication::stage_boundaries() {
  const BoundaryFiles boundary(dataset_);
  for (auto& load : request_.boundaries) {
    if (load.replaces) {
      DECANT_TRY(auto files, boundary.files_of(request_.pipeline_name, load.key));
      std::move(files.begin(), files.end(), std::back_inserter(changes_.removed));
    }
    if (!load.added) continue;
    const auto file = staged_for(BoundaryFiles::path_of(request_.pipeline_name, load.key, request_.load_id));
    DECANT_TRY(BoundaryFiles::write(file, request_.pipeline_name, load.key, *load.added));
  }
  return {};
}

Result<void> FilePublication::stage_provenance() {
  const ProvenanceFile file(dataset_, request_.schema->name());
  const bool is_wanted = request_.provenance != nullptr && request_.keeps_provenance;
  const bool changes = request_.provenance != nullptr || !request_.dropped_tables.empty();
  if (!is_wanted && !(changes && file.exists())) return {};
  DECANT_TRY(auto merged, file.read());
  merged.forget(request_.dropped_tables);
  if (request_.provenance != nullptr) merged.merge(*request_.provenance);
  return stage_text(file.path(), file.text_of(merged));
}

Result<void> FilePublication::stage_state() {
  if (!request_.state) return {};
  if (options_.max_state_files >= 1) {
    DECANT_TRY(const auto files, control_.state_files(request_.pipeline_name));
    for (auto i = static_cast<std::size_t>(options_.max_state_files) - 1; i < files.size(); ++i) {
      changes_.removed.push_back(files[i].path);
    }
  }
  return stage_text(ControlFiles::state_path(request_.pipeline_name, request_.load_id, request_.schema->version_hash()),
                    ControlFiles::state_text(*request_.state, request_.load_id));
}

}  // namespace decant::destination
