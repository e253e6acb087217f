#include "cli/init_command.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "builtin/project_template.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/text.h"
#include "config/document.h"
#include "config/unfilled.h"
#include "core/file.h"

namespace decant::cli {

namespace {

namespace fs = std::filesystem;

struct Written {
  std::vector<std::string> made;
  std::vector<std::string> kept;
  std::vector<std::string> to_add;        ///< what each kept file was to hold; empty: nothing that matters
  std::vector<config::Unfilled> to_fill;  ///< in files of this project
};

/// Writes a file that must not be there yet; whether it was not.
Result<bool> write_new(const fs::path& path, const builtin::TemplateFile& file) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file.is_secret ? 0600 : 0666);
  if (descriptor < 0 && errno == EEXIST) return false;
  if (descriptor < 0)
    return fail(ErrorKind::io, "cannot write " + path.string() + ": " + std::generic_category().message(errno));
  std::string_view left = file.text;
  while (!left.empty()) {
    const auto written = ::write(descriptor, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  const bool closed = ::close(descriptor) == 0;
  if (left.empty() && closed) return true;
  return fail(ErrorKind::io, "cannot write " + path.string(), "Is the disk full?");
}

/// Whether a template sets anything, rather than only comments.
bool has_settings(const std::string& text) { return text.find("\n[") != std::string::npos; }

Result<Written> write_project(const fs::path& folder, const std::vector<builtin::TemplateFile>& files) {
  const fs::path pipeline = (folder / files.front().path).lexically_normal();
  std::error_code failed;
  if (fs::exists(fs::symlink_status(pipeline, failed)))
    return fail(ErrorKind::usage, pipeline.string() + " is there already; nothing was written",
                "Give another folder: decant init SOURCE DESTINATION DIR.");
  Written written;
  for (const auto& file : files) {
    const fs::path path = (folder / file.path).lexically_normal();
    if (path.has_parent_path()) DECANT_TRY(decant::create_directories(path.parent_path()));
    DECANT_TRY(const bool made, write_new(path, file));
    if (made) {
      written.made.push_back(path.string());
    } else {
      written.kept.push_back(path.string());
      written.to_add.push_back(has_settings(file.text) ? file.text : "");
    }
    if (!config::format_of(path)) continue;
    const auto document = config::load_document(path);
    if (!document) continue;  // a kept file that is broken is for `run` to speak of
    auto unfilled = config::find_unfilled(*document, "");
    written.to_fill.insert(written.to_fill.end(), unfilled.begin(), unfilled.end());
  }
  return written;
}

/// The commands that come next, as they are typed.
std::vector<std::string> next_commands(const fs::path& folder, const std::string& config) {
  std::vector<std::string> commands;
  if (folder.lexically_normal() != ".") commands.push_back("cd " + folder.lexically_normal().string());
  commands.emplace_back("decant doctor");
  commands.push_back("decant run " + config);
  return commands;
}

std::string project_text(const Written& written, const std::vector<std::string>& next) {
  std::string text;
  for (const auto& path : written.made) text += "wrote " + path + "\n";
  for (std::size_t i = 0; i < written.kept.size(); ++i) {
    text += "kept " + written.kept[i] + ", which was there already\n";
    if (!written.to_add[i].empty()) text += "it needs:\n\n" + written.to_add[i] + "\n";
  }
  if (!written.to_fill.empty()) text += "fill in:\n";
  for (const auto& value : written.to_fill) text += "  " + value.location.to_string() + "  " + value.path + "\n";
  text += "then:\n";
  for (const auto& command : next) text += "  " + command + "\n";
  return printable(text, true);
}

json::Value project_json(const Written& written, const std::vector<std::string>& next) {
  const auto list_of = [](const std::vector<std::string>& texts) {
    json::Value list = json::Value::array();
    for (const auto& text : texts) list.push_back(text);
    return list;
  };
  json::Value document = json::Value::object();
  document["written"] = list_of(written.made);
  document["kept"] = list_of(written.kept);
  json::Value& fill = document["fill_in"] = json::Value::array();
  for (const auto& value : written.to_fill) {
    json::Value entry = json::Value::object();
    entry["file"] = *value.location.source;
    entry["line"] = value.location.line;
    entry["key"] = value.path;
    fill.push_back(std::move(entry));
  }
  document["next"] = list_of(next);
  return document;
}

}  // namespace

Result<int> init_command(const InitFlags& flags) {
  DECANT_TRY(const auto files, builtin::project_template(flags.source, flags.destination));
  const fs::path folder = flags.folder;
  DECANT_TRY(const auto written, write_project(folder, files));
  const auto next = next_commands(folder, files.front().path);
  if (flags.json) {
    DECANT_TRY(put_json(project_json(written, next)));
  } else {
    DECANT_TRY(put(stdout, project_text(written, next)));
  }
  return kOk;
}

}  // namespace decant::cli
