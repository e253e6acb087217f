#include "cli/doctor_command.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include "builtin/sources.h"
#include "cli/check.h"
#include "cli/exit_code.h"
#include "cli/interruption.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "config/document.h"
#include "core/cancel.h"
#include "pipeline/pipeline.h"

namespace decant::cli {

namespace {

namespace fs = std::filesystem;

/// A check is no load: what does not answer the second time is reported.
constexpr int kMostAttempts = 2;
constexpr std::size_t kDefaultWidth = 120;

bool is_pipeline_file(const fs::path& path) {
  if (!config::format_of(path)) return false;
  const auto document = config::load_document(path);
  return document && (document->find("source") != nullptr || document->find("client") != nullptr);
}

/// The one pipeline file of the current folder.
Result<std::string> only_pipeline_file() {
  std::vector<std::string> found;
  std::error_code failed;
  for (fs::directory_iterator entry(".", failed), end; !failed && entry != end; entry.increment(failed)) {
    if (entry->is_regular_file(failed) && is_pipeline_file(entry->path()))
      found.push_back(entry->path().filename().string());
  }
  if (found.size() == 1) return found.front();
  if (found.empty())
    return fail(ErrorKind::usage, "there is no pipeline file in this folder",
                "`decant doctor CONFIG` names one; `decant init SOURCE DESTINATION` writes one.");
  std::sort(found.begin(), found.end());
  std::string names;
  for (const auto& name : found) names += (names.empty() ? "" : ", ") + name;
  return fail(ErrorKind::usage, "there are several pipeline files in this folder: " + names,
              "decant doctor " + found.front());
}

/// Whether a load could make or change what is at `path`; the folders above it may be missing.
Result<void> check_writable(const fs::path& path) {
  std::error_code failed;
  fs::path at = path;
  while (!fs::exists(at, failed) && at.has_relative_path()) at = at.parent_path();
  if (::access(at.c_str(), W_OK) == 0) return {};
  return fail(ErrorKind::destination, "cannot write to " + at.string() + ": " + std::generic_category().message(errno),
              "Let the user who runs decant write there, or name another place.");
}

/// Looks at one thing after the other, and goes on where one failed if the next does not need it.
class Examination {
 public:
  explicit Examination(const CancelToken& cancel) : cancel_(cancel) {}

  /// Error: interrupted, or no pipeline file is named.
  Result<std::vector<Check>> run(const std::string& config) {
    if (!check_settings()) return std::move(checks_);
    std::string path = config;
    if (path.empty()) {
      DECANT_TRY(path, only_pipeline_file());
    }
    if (!check_config(path)) return std::move(checks_);
    check_destination();
    for (const auto& resource : resources_) {
      check_resource(resource);
      if (cancel_.cancelled()) return fail(ErrorKind::cancelled, "interrupted");
    }
    return std::move(checks_);
  }

 private:
  bool add(Check check) {
    const bool good = !check.error;
    checks_.push_back(std::move(check));
    return good;
  }

  bool check_settings() {
    Check check{.kind = "settings", .name = "settings", .summary = {}, .sample = {}, .advice = {}, .error = {}};
    auto session = open_session("");
    if (session) {
      session_ = std::move(*session);
      check.summary = files_of(session_->providers);
    } else {
      check.error = session.error();
    }
    return add(std::move(check));
  }

  static std::string files_of(const config::Providers& providers) {
    std::string text;
    for (const auto* provider : {"secrets.toml", "config.toml"}) {
      for (const auto& file : providers.files(provider)) {
        if (file.exists) text += (text.empty() ? "" : ", ") + file.path.string();
      }
    }
    return text.empty() ? "no file of settings" : text;
  }

  /// The pipeline file and what it says of the source.
  bool check_config(const std::string& path) {
    Check check{.kind = "config", .name = path, .summary = {}, .sample = {}, .advice = {}, .error = {}};
    if (const auto read = read_config(path); !read) check.error = read.error();
    const auto count = resources_.size();
    check.summary = std::to_string(count) + (count == 1 ? " resource" : " resources");
    return add(std::move(check));
  }

  Result<void> read_config(const std::string& path) {
    DECANT_TRY(file_, builtin::load_pipeline_file(path, session_->providers));
    file_->source = builtin::with_smallest_pages(file_->source);
    DECANT_TRY(const auto source, source_of({}));
    for (const auto& hints : source->resources()) {
      if (hints.write_disposition != "skip") resources_.push_back(hints.name);
    }
    return {};
  }

  [[nodiscard]] Result<std::unique_ptr<source::Source>> source_of(std::vector<std::string> selected) const {
    DECANT_TRY(auto context, source_context_of(*session_, *file_, file_->pipeline.name));
    context.selected = std::move(selected);
    auto& attempts = context.http.retry_settings.attempts;
    attempts = std::min(attempts.value_or(kMostAttempts), kMostAttempts);
    return builtin::make_source(file_->source, context);
  }

  void check_destination() {
    Check check{.kind = "destination", .name = "destination", .summary = {}, .sample = {}, .advice = {}, .error = {}};
    if (const auto opened = open_and_look(check); !opened) check.error = opened.error();
    add(std::move(check));
  }

  [[nodiscard]] Result<void> open_and_look(Check& check) const {
    DECANT_TRY(const auto target, target_of_run(*session_, file_, {}));
    check.name = target.destination->address.title();
    DECANT_TRY(const auto destination, open_destination(target, builtin::kEngineMemory));
    check.summary = destination->location();
    if (const auto& path = target.destination->address.path; !path.empty()) DECANT_TRY(check_writable(path));
    DECANT_TRY(const auto dataset, destination->inspect(target.pipeline));
    check.summary += dataset.exists ? ", dataset " : ", new dataset ";
    check.summary += destination->dataset();
    DECANT_TRY(const auto missing, destination->missing_rights());
    for (const auto& right : missing) check.advice += (check.advice.empty() ? "" : "; ") + right;
    DECANT_TRY(const auto source, source_of({}));
    for (const auto& [resource, text] : pipeline::disposition_notes(*source, *destination)) {
      check.advice += (check.advice.empty() ? "" : "; ") + resource + " " + text;
    }
    return {};
  }

  void check_resource(const std::string& resource) {
    Check check{.kind = "resource", .name = resource, .summary = {}, .sample = {}, .advice = {}, .error = {}};
    const auto source = source_of({resource});
    auto sample = source ? source::take_sample(**source, resource, cancel_) : fail(source.error());
    if (!sample) {
      check.error = std::move(sample.error());
    } else {
      check.advice = builtin::advice_on_sample(file_->source, resource, *sample);
      check.sample = std::move(*sample);
      // What holds for the whole source is said once.
      std::erase_if(check.sample->notes, [this](const std::string& note) { return !said_.insert(note).second; });
    }
    add(std::move(check));
  }

  const CancelToken& cancel_;
  std::optional<Session> session_;
  std::optional<builtin::PipelineFile> file_;
  std::vector<std::string> resources_;
  std::set<std::string> said_;
  std::vector<Check> checks_;
};

}  // namespace

Result<int> doctor_command(const DoctorFlags& flags) {
  CancelToken cancel;
  const Interruption interruption(cancel);
  DECANT_TRY(const auto checks, Examination(cancel).run(flags.config));
  if (flags.json) {
    DECANT_TRY(put_json(checks_json(checks)));
  } else {
    const auto columns = terminal_of(stdout).columns;
    DECANT_TRY(put(stdout, checks_text(checks, columns > 0 ? static_cast<std::size_t>(columns) : kDefaultWidth)));
  }
  return failures_of(checks) == 0 ? kOk : kFailed;
}

}  // namespace decant::cli
