#include "cli/check.h"

#include <algorithm>
#include <utility>

#include "cli/error_output.h"
#include "cli/text.h"
#include "core/redact.h"

namespace decant::cli {

namespace {

constexpr std::size_t kStateWidth = 8;

std::string hidden(std::string_view text) { return printable(Redactor::process().redact(text), true); }

/// What stands behind a resource that answered.
std::string seen(const source::Sample& sample) {
  if (!sample.was_asked) return "not asked: its parent gave no record";
  if (sample.records == 0) return "no records";
  std::string text = std::to_string(sample.fields.size()) + (sample.fields.size() == 1 ? " field: " : " fields: ");
  for (const auto& field : sample.fields) text += (&field == sample.fields.data() ? "" : ", ") + field;
  return text;
}

/// The lines of a text, each behind `indent`; the first one follows what is there already.
std::string indented(std::string_view text, const std::string& indent) {
  std::string result;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    result += (result.empty() || line.empty() ? "" : indent) + std::string(line) + "\n";
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return result;
}

/// An error as everywhere else, without the word in front.
std::string failure_text(const Error& error) {
  constexpr std::string_view kPrefix = "error: ";
  std::string text = error_text(error);
  return text.starts_with(kPrefix) ? text.substr(kPrefix.size()) : text;
}

json::Value list_of(const std::vector<std::string>& texts) {
  json::Value list = json::Value::array();
  for (const auto& text : texts) list.push_back(Redactor::process().redact(text));
  return list;
}

}  // namespace

std::string_view Check::state() const {
  if (error) return "failed";
  return sample && sample->records == 0 ? "empty" : "ok";
}

std::size_t failures_of(const std::vector<Check>& checks) {
  return static_cast<std::size_t>(
      std::count_if(checks.begin(), checks.end(), [](const Check& check) { return check.error.has_value(); }));
}

std::string checks_text(const std::vector<Check>& checks, std::size_t width) {
  std::size_t name_width = 0;
  for (const auto& check : checks) name_width = std::max(name_width, width_of(check.name));
  const std::string indent(name_width + 2 + kStateWidth, ' ');
  std::string text;
  for (const auto& check : checks) {
    std::string line = printable(check.name) + std::string(name_width - width_of(check.name) + 2, ' ');
    line += std::string(check.state()) + std::string(kStateWidth - check.state().size(), ' ');
    if (check.error) {
      text += line + indented(failure_text(*check.error), indent);
      continue;
    }
    line += hidden(check.sample ? seen(*check.sample) : check.summary);
    text += cut_to(line, width) + "\n";
    if (!check.advice.empty()) text += indent + hidden(check.advice) + "\n";
    if (!check.sample) continue;
    for (const auto& note : check.sample->notes) text += indent + "note: " + hidden(note) + "\n";
  }
  const std::size_t failures = failures_of(checks);
  text +=
      std::to_string(checks.size()) + " checks, " + (failures == 0 ? "none" : std::to_string(failures)) + " failed\n";
  return text;
}

json::Value checks_json(const std::vector<Check>& checks) {
  json::Value document = json::Value::object();
  document["ok"] = failures_of(checks) == 0;
  json::Value& list = document["checks"] = json::Value::array();
  for (const auto& check : checks) {
    json::Value entry = json::Value::object();
    entry["check"] = check.kind;
    entry["name"] = check.name;
    entry["state"] = check.state();
    if (!check.summary.empty()) entry["summary"] = Redactor::process().redact(check.summary);
    if (check.sample) {
      entry["records"] = static_cast<std::uint64_t>(check.sample->records);
      entry["fields"] = list_of(check.sample->fields);
      if (!check.sample->notes.empty()) entry["notes"] = list_of(check.sample->notes);
    }
    if (!check.advice.empty()) entry["advice"] = check.advice;
    if (check.error) entry["error"] = std::move(*error_json(*check.error).find("error"));
    list.push_back(std::move(entry));
  }
  return document;
}

}  // namespace decant::cli
