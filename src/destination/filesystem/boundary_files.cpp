#include "destination/filesystem/boundary_files.h"

#include <algorithm>
#include <system_error>

#include "core/file.h"
#include "core/hash.h"
#include "destination/filesystem/output_file.h"
#include "json/write.h"

namespace decant::destination {

namespace {

constexpr std::string_view kFolder = "_decant_boundary";

/// The cursor as the first line of its files, which says whose they are.
std::string first_line(std::string_view pipeline_name, const BoundaryKey& key) {
  json::Value line = json::Value::object();
  line["pipeline_name"] = pipeline_name;
  line["source"] = key.source;
  line["resource"] = key.resource;
  line["cursor_path"] = key.cursor_path;
  return json::write(line) + "\n";
}

/// What the names of a cursor's files begin with. Its parts are any text, so it is a hash of them.
std::string prefix_of(std::string_view pipeline_name, const BoundaryKey& key) {
  constexpr std::size_t kDigits = 32;
  return sha256_hex(first_line(pipeline_name, key)).substr(0, kDigits) + ".";
}

}  // namespace

std::string BoundaryFiles::path_of(std::string_view pipeline_name, const BoundaryKey& key, std::string_view load_id) {
  return std::string(kFolder) + "/" + prefix_of(pipeline_name, key) + std::string(load_id) + ".jsonl";
}

Result<std::vector<std::string>> BoundaryFiles::files_of(std::string_view pipeline_name, const BoundaryKey& key) const {
  const auto folder = dataset_ / kFolder;
  const auto prefix = prefix_of(pipeline_name, key);
  std::vector<std::string> files;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const auto name = at->path().filename().string();
    if (name.starts_with(prefix)) files.push_back(std::string(kFolder) + "/" + name);
  }
  if (error && error != std::errc::no_such_file_or_directory) return fail_with_errno("read", folder, error.value());
  std::sort(files.begin(), files.end());
  return files;
}

Result<void> BoundaryFiles::read(std::string_view pipeline_name, const BoundaryKey& key,
                                 state::BoundarySet& hashes) const {
  DECANT_TRY(const auto files, files_of(pipeline_name, key));
  for (const auto& file : files) {
    DECANT_TRY(const auto text, read_file(dataset_ / file));
    std::string_view rest = text;
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size() - 1);
      const auto line = json::parse_value(rest.substr(0, end + 1));
      rest.remove_prefix(end + 1);
      if (!line) continue;
      if (const auto hash = state::BoundaryHash::from_text(line->text_or("hash", ""))) hashes.insert(*hash);
    }
  }
  return {};
}

Result<void> BoundaryFiles::write(const std::filesystem::path& file, std::string_view pipeline_name,
                                  const BoundaryKey& key, BoundaryReader& added) {
  DECANT_TRY(auto output, OutputFile::create(file, false));
  DECANT_TRY(output.write(first_line(pipeline_name, key)));
  std::string text;
  for (;;) {
    DECANT_TRY(const auto* const some, added.next());
    if (some == nullptr) break;
    text.clear();
    for (const auto& hash : *some) text += R"({"hash":")" + hash.text() + "\"}\n";
    DECANT_TRY(output.write(text));
  }
  return output.finish();
}

}  // namespace decant::destination
