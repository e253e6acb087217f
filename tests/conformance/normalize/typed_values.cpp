#include "typed_values.h"

#include <limits>
#include <string>

#include "core/clock.h"
#include "core/hash.h"
#include "core/time.h"
#include "json/document_builder.h"
#include "schema/timestamp_text.h"

namespace decant::conformance {

namespace {

std::unexpected<Error> wrong_tag(const std::string& tag, const std::string& text) {
  return fail(ErrorKind::usage, "a case has \"" + tag + "\" of \"" + text + "\"");
}

/// Seconds of the offset at the end of an ISO timestamp; naive without one.
json::ZoneOffset zone_of(const std::string& text) {
  if (text.ends_with('Z')) return json::ZoneOffset::of_seconds(0);
  const auto at = text.find_last_of("+-");
  const auto time = text.find_first_of("T ");
  if (at == std::string::npos || time == std::string::npos || at < time) return json::ZoneOffset::naive();
  const int hours = std::stoi(text.substr(at + 1, 2));
  const int minutes = std::stoi(text.substr(at + 4, 2));
  return json::ZoneOffset::of_seconds((hours * 60 + minutes) * (text[at] == '-' ? -60 : 60));
}

class Conversion {
 public:
  explicit Conversion(json::Document& document) : builder_(document) {}

  Result<void> add(const json::Value& value) {
    if (value.is_object()) return add_object(value);
    if (value.is_array()) {
      builder_.open_array();
      for (const auto& element : value.as_array()) DECANT_TRY(add(element));
      builder_.close();
    } else if (value.is_null()) {
      builder_.null();
    } else if (value.is_bool()) {
      builder_.boolean(value.as_bool());
    } else if (value.is_integer()) {
      builder_.integer(value.as_integer());
    } else if (value.is_unsigned()) {
      builder_.unsigned_integer(value.as_unsigned());
    } else if (value.is_real()) {
      builder_.real(value.as_real());
    } else if (value.is_number_text()) {
      builder_.number_text(value.as_number_text());
    } else {
      builder_.text(value.as_string());
    }
    return {};
  }

 private:
  Result<void> add_object(const json::Value& value) {
    const auto& members = value.as_object();
    if (members.size() == 1 && members.front().first.starts_with('$'))
      return add_tagged(members.front().first, members.front().second);
    builder_.open_object();
    for (const auto& [key, member] : members) {
      builder_.key(key);
      DECANT_TRY(add(member));
    }
    builder_.close();
    return {};
  }

  Result<void> add_tagged(const std::string& tag, const json::Value& value) {
    if (tag == "$now_epoch") {
      add_near_now(value);
      return {};
    }
    const std::string text = value.is_string() ? value.as_string() : "";
    if (tag == "$decimal") {
      builder_.decimal(text);
    } else if (tag == "$wei") {
      builder_.wei(text);
    } else if (tag == "$uuid") {
      builder_.uuid(text);
    } else if (tag == "$bytes_b64") {
      std::string bytes;
      if (!base64_decode(text, bytes)) return wrong_tag(tag, text);
      builder_.binary(bytes);
    } else if (tag == "$float") {
      constexpr double kInfinity = std::numeric_limits<double>::infinity();
      builder_.real(text == "nan" ? std::numeric_limits<double>::quiet_NaN() : text == "inf" ? kInfinity : -kInfinity);
    } else if (tag == "$time") {
      const auto micros = schema::parse_time_of_day(text);
      if (!micros) return wrong_tag(tag, text);
      builder_.time(*micros);
    } else if (tag == "$date" || tag == "$datetime") {
      const auto parsed = schema::parse_time(text);
      if (!parsed) return wrong_tag(tag, text);
      if (tag == "$date") {
        builder_.date(parsed->instant / kMicrosPerDay - (parsed->instant % kMicrosPerDay < 0 ? 1 : 0));
      } else {
        builder_.timestamp(parsed->instant, zone_of(text));
      }
    } else {
      return wrong_tag(tag, text);
    }
    return {};
  }

  void add_near_now(const json::Value& seconds) {
    const Micros now = process_clock().now() / kMicrosPerSecond;
    if (seconds.is_integer()) {
      builder_.integer(now + seconds.as_integer());
    } else {
      builder_.real(static_cast<double>(now) + seconds.as_real());
    }
  }

  json::DocumentBuilder builder_;
};

}  // namespace

Result<json::Document> to_document(const json::Value& record) {
  json::Document document;
  Conversion conversion(document);
  DECANT_TRY(conversion.add(record));
  return document;
}

}  // namespace decant::conformance
