#include "cli/error_output.h"

#include "cli/text.h"
#include "core/redact.h"

namespace decant::cli {

namespace {

std::string place_of(const ErrorDetails& details) {
  if (details.file.empty()) return {};
  return details.line > 0 ? details.file + ":" + std::to_string(details.line) : details.file;
}

// Errors of configuration begin with their place; it gets a line of its own.
std::string message_without_place(const Error& error) {
  const std::string place = place_of(error.details) + ": ";
  return place.size() > 2 && error.message.starts_with(place) ? error.message.substr(place.size()) : error.message;
}

// What to do when the room that failed had no advice of its own.
std::string hint_of(const Error& error) {
  if (!error.hint.empty()) return error.hint;
  if (error.details.http_status > 0) return "The API's documentation says what this status means; nothing was loaded.";
  switch (error.kind) {
    case ErrorKind::io: return "Check that the path is right and may be written, or name another.";
    case ErrorKind::destination:
      return error.details.file.empty() ? "" : "Check that the file is right and may be written, or name another.";
    case ErrorKind::internal: return "This is a fault of decant; please report it with the text above.";
    default: return {};
  }
}

std::string clean(std::string_view text) { return printable(Redactor::process().redact(text), true); }

/// Where to look, and at which setting there.
std::string where_of(const ErrorDetails& details) {
  const std::string place = details.file.empty() ? details.place : place_of(details);
  if (details.setting.empty() || details.place.ends_with(details.setting)) return place;
  return place.empty() ? "`" + details.setting + "`" : place + " (`" + details.setting + "`)";
}

json::Value fields_of(const Error& error) {
  const auto hide = [](std::string_view text) { return Redactor::process().redact(text); };
  json::Value fields = json::Value::object();
  fields["kind"] = to_string(error.kind);
  fields["message"] = hide(message_without_place(error));
  if (const auto hint = hint_of(error); !hint.empty()) fields["hint"] = hide(hint);
  if (!error.context.empty()) {
    json::Value context = json::Value::array();
    for (const auto& what : error.context) context.push_back(hide(what));
    fields["context"] = std::move(context);
  }
  const auto& details = error.details;
  const auto add = [&](std::string_view key, std::string_view text) {
    if (!text.empty()) fields[key] = hide(text);
  };
  add("file", details.file);
  if (details.line > 0) fields["line"] = details.line;
  add("place", details.place);
  add("setting", details.setting);
  add("url", details.url);
  if (details.http_status > 0) fields["http_status"] = details.http_status;
  add("sqlstate", details.sqlstate);
  add("json_path", details.json_path);
  if (!error.further.empty()) {
    json::Value further = json::Value::array();
    for (const auto& other : error.further) further.push_back(fields_of(other));
    fields["further"] = std::move(further);
  }
  return fields;
}

}  // namespace

std::string error_text(const Error& error) {
  std::string text = "error: " + clean(message_without_place(error)) + "\n";
  for (const auto& what : error.context) text += "  while " + clean(what) + "\n";
  if (const auto where = where_of(error.details); !where.empty()) text += "  at " + clean(where) + "\n";
  if (const auto hint = hint_of(error); !hint.empty()) text += "  hint: " + clean(hint) + "\n";
  for (const auto& other : error.further) text += error_text(other);
  return text;
}

json::Value error_json(const Error& error) {
  json::Value document = json::Value::object();
  document["error"] = fields_of(error);
  return document;
}

}  // namespace decant::cli
