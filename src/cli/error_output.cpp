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

}  // namespace

std::string error_text(const Error& error) {
  std::string text = "error: " + clean(message_without_place(error)) + "\n";
  for (const auto& what : error.context) text += "  while " + clean(what) + "\n";
  if (const auto place = place_of(error.details); !place.empty()) text += "  at " + clean(place) + "\n";
  if (const auto hint = hint_of(error); !hint.empty()) text += "  hint: " + clean(hint) + "\n";
  return text;
}

json::Value error_json(const Error& error) {
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
  if (!details.file.empty()) fields["file"] = hide(details.file);
  if (details.line > 0) fields["line"] = details.line;
  if (!details.url.empty()) fields["url"] = hide(details.url);
  if (details.http_status > 0) fields["http_status"] = details.http_status;
  if (!details.sqlstate.empty()) fields["sqlstate"] = hide(details.sqlstate);
  if (!details.json_path.empty()) fields["json_path"] = hide(details.json_path);
  json::Value document = json::Value::object();
  document["error"] = std::move(fields);
  return document;
}

}  // namespace decant::cli
