#include "pipeline/schema_document.h"

#include <utility>

#include "config/document.h"
#include "core/file.h"

namespace decant::pipeline {

Result<json::Value> read_schema_document(const std::filesystem::path& path) {
  DECANT_TRY(const auto format, config::format_of(path));
  // JSON has no limit of size here: schemas of wide datasets are large.
  if (format != config::Format::json) {
    DECANT_TRY(const auto document, config::load_document(path));
    return document.to_json();
  }
  DECANT_TRY(const std::string text, read_file(path));
  auto document = json::parse_value(text);
  if (document && document->is_object()) return document;
  Error error = document ? Error{.kind = ErrorKind::schema,
                                 .message = "this is no JSON object",
                                 .hint = {},
                                 .details = {},
                                 .context = {}}
                         : std::move(document).error();
  error.kind = ErrorKind::schema;
  error.details.file = path.string();
  return fail(std::move(error).within("reading " + path.string()));
}

}  // namespace decant::pipeline
