#include "source/rest/extract/parent_record.h"

#include <algorithm>

#include "json/write.h"

namespace decant::source::rest {

namespace {

constexpr std::size_t kKeysShown = 20;
constexpr std::size_t kKeyBytesShown = 80;

std::string keys_of(const json::Node& record) {
  std::string text;
  std::size_t count = 0;
  for (const auto member : record.members()) {
    if (++count > kKeysShown) return text + " …";
    text += (text.empty() ? "`" : ", `") + std::string(member.key.substr(0, kKeyBytesShown)) + "`";
  }
  return text.empty() ? "none" : text;
}

std::unexpected<Error> missing(const std::string& field, const json::Node& record, const ParentSpec& spec) {
  Error error;
  error.kind = ErrorKind::source_data;
  error.message = "a record of `" + spec.resource + "` has no `" + field +
                  "`, which the requests need; its fields are " + keys_of(record);
  error.hint = "Correct the field's name, or leave such records out with a filter at `" + spec.resource + "`.";
  error.details.json_path = field;
  return fail(std::move(error));
}

}  // namespace

const json::Value* ParentValues::find(std::string_view name) const {
  const auto found =
      std::find_if(placeholders.begin(), placeholders.end(), [&](const auto& entry) { return entry.first == name; });
  return found == placeholders.end() ? nullptr : &found->second;
}

Result<ParentValues> parent_values(const json::Node& record, const ParentSpec& spec) {
  if (!record.is_object())
    return fail(ErrorKind::source_data,
                "a record of `" + spec.resource + "` is no object, but " + std::string(json::to_string(record.kind())),
                "Set `data_selector` of `" + spec.resource + "` to the list of its records.");
  ParentValues values;
  for (const auto& field : spec.fields) {
    DECANT_TRY(const auto found, field.path.first(record));
    if (!found) return missing(field.field, record, spec);
    values.placeholders.emplace_back(field.placeholder, json::Value::from(*found));
  }
  for (const auto& key : spec.included) {
    json::Node value = record;
    if (!record.find(key, value)) return missing(key, record, spec);
    values.constants[spec.member_for(key)] = json::Value::from(value);
  }
  return values;
}

}  // namespace decant::source::rest
