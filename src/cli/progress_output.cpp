#include "cli/progress_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/text.h"
#include "core/redact.h"
#include "json/write.h"

namespace decant::cli {

namespace {

using pipeline::ResourcePhase;

constexpr Micros kInterval = kMicrosPerSecond / 5;

std::string counted(std::uint64_t number, const char* one, const char* many) {
  return grouped(number) + " " + (number == 1 ? one : many);
}

json::Value resource_json(const pipeline::ResourceProgress& resource) {
  json::Value value = json::Value::object();
  value["resource"] = resource.resource;
  value["phase"] = to_string(resource.phase);
  value["pages"] = resource.pages;
  value["records"] = resource.records;
  value["bytes"] = resource.bytes;
  value["retries"] = resource.retries;
  return value;
}

json::Value progress_json(const pipeline::Progress& progress) {
  json::Value value = json::Value::object();
  value["step"] = to_string(progress.step);
  value["load_id"] = progress.load_id;
  value["resources"] = json::Value::array();
  for (const auto& resource : progress.resources) value["resources"].push_back(resource_json(resource));
  value["normalized"] = progress.normalized;
  value["loaded_rows"] = progress.loaded_rows;
  return value;
}

bool all_extracted(const pipeline::Progress& progress) {
  return std::all_of(progress.resources.begin(), progress.resources.end(),
                     [](const auto& resource) { return resource.phase == ResourcePhase::extracted; });
}

}  // namespace

ProgressOutput::ProgressOutput(ProgressMode mode, std::size_t max_columns, std::size_t max_rows, const Clock& clock,
                               Write write)
    : mode_(mode),
      max_columns_(max_columns),
      max_rows_(max_rows),
      clock_(clock),
      write_(std::move(write)),
      previous_look_(clock.now()) {}

void ProgressOutput::time_resources(const pipeline::Progress& progress) {
  const Micros now = clock_.now();
  for (const auto& resource : progress.resources) {
    if (resource.phase == ResourcePhase::waiting) continue;
    auto& timing = timings_[resource.resource];
    if (timing.began == 0) timing.began = previous_look_;
    if (resource.phase != ResourcePhase::extracted || timing.ended != 0) continue;
    timing.ended = now;
    if (mode_ == ProgressMode::log) write_(line_of(resource) + "\n");
  }
  previous_look_ = now;
}

void ProgressOutput::on_progress(const pipeline::Progress& progress) {
  time_resources(progress);
  const Micros now = clock_.now();
  const bool done = all_extracted(progress);
  const bool turn = progress.step != last_step_ || done != all_done_;
  if (last_ != 0 && now - last_ < kInterval && !turn) return;
  last_ = now;
  last_step_ = progress.step;
  all_done_ = done;
  if (mode_ == ProgressMode::json) write_(json::write(progress_json(progress)) + "\n");
  if (mode_ == ProgressMode::bar) draw(progress);
}

void ProgressOutput::on_note(const pipeline::Note& note) {
  if (mode_ == ProgressMode::json) {
    json::Value value = json::Value::object();
    value[note.doubtful ? "warning" : "note"] = note.message;
    if (!note.resource.empty()) value["resource"] = note.resource;
    write_(json::write(value) + "\n");
    return;
  }
  const std::string subject = note.resource.empty() ? "" : note.resource + ": ";
  const std::string line =
      (note.doubtful ? "warning: " : "note: ") + printable(Redactor::process().redact(subject + note.message)) + "\n";
  const std::string start = erased();
  write_(start + line + block_);
  drawn_ = static_cast<std::size_t>(std::count(block_.begin(), block_.end(), '\n'));
}

std::string ProgressOutput::line_of(const pipeline::ResourceProgress& resource) const {
  if (resource.phase == ResourcePhase::waiting) return printable(resource.resource) + ": waiting";
  std::string line =
      fmt::format("{}: {}, {}, {}", printable(resource.resource), counted(resource.pages, "page", "pages"),
                  counted(resource.records, "record", "records"), size_text(resource.bytes));
  const auto timing = timings_.find(resource.resource);
  if (timing != timings_.end() && resource.bytes > 0) {
    const Micros end = timing->second.ended != 0 ? timing->second.ended : clock_.now();
    const double seconds = std::max(0.001, static_cast<double>(end - timing->second.began) / kMicrosPerSecond);
    line += fmt::format(", {}/s", size_text(static_cast<std::uint64_t>(static_cast<double>(resource.bytes) / seconds)));
  }
  if (resource.retries > 0) line += ", " + counted(resource.retries, "retry", "retries");
  return line;
}

std::string ProgressOutput::step_line(const pipeline::Progress& progress) const {
  if (progress.step == pipeline::Step::normalize)
    return "normalize: " + counted(progress.normalized, "record", "records");
  return "load: " + counted(progress.loaded_rows, "row", "rows");
}

std::string ProgressOutput::erased() {
  if (drawn_ == 0) return {};
  // Up to the first of the lines, then clear to the end of the screen.
  std::string text = fmt::format("\x1b[{}F\x1b[J", drawn_);
  drawn_ = 0;
  return text;
}

void ProgressOutput::draw(const pipeline::Progress& progress) {
  const std::size_t room = max_rows_ > 3 ? max_rows_ - 3 : 1;
  std::string block;
  std::size_t lines = 0;
  for (const auto& resource : progress.resources) {
    if (lines == room) break;
    block += cut_to(line_of(resource), max_columns_) + "\n";
    ++lines;
  }
  if (progress.step != pipeline::Step::extract) {
    block += cut_to(step_line(progress), max_columns_) + "\n";
    ++lines;
  }
  write_(erased() + block);
  block_ = std::move(block);
  drawn_ = lines;
}

}  // namespace decant::cli
