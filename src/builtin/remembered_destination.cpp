#include "builtin/remembered_destination.h"

#include <system_error>

#include "core/file.h"
#include "json/value.h"
#include "json/write.h"

namespace decant::builtin {

namespace {

std::filesystem::path file_in(const std::filesystem::path& working_folder) {
  return working_folder / "decant" / "destination.json";
}

}  // namespace

Result<void> remember_destination(const std::filesystem::path& working_folder,
                                  const RememberedDestination& destination) {
  json::Value document = json::Value::object();
  document["destination"] = destination.address.type;
  document["location"] = destination.address.path.string();
  document["dataset"] = destination.dataset;
  const auto path = file_in(working_folder);
  DECANT_TRY(decant::create_directories(path.parent_path()));
  return write_file_atomically(path, json::write_pretty(document) + "\n");
}

Result<std::optional<RememberedDestination>> recall_destination(const std::filesystem::path& working_folder) {
  const auto path = file_in(working_folder);
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) return std::nullopt;
  DECANT_TRY(const std::string text, read_file(path));
  const auto document = json::parse_value(text);
  RememberedDestination found;
  if (document) {
    found = {.address = {.type = document->text_or("destination", ""), .path = document->text_or("location", "")},
             .dataset = document->text_or("dataset", "")};
  }
  if (found.address.type.empty() || !found.address.path.is_absolute() || found.dataset.empty()) {
    return fail(ErrorKind::state, path.string() + " is damaged", "Remove the file; the next run writes it again.");
  }
  return found;
}

}  // namespace decant::builtin
