#include "sandbox/http/request_log.h"

#include <chrono>
#include <cstddef>
#include <utility>

#include "sandbox/data/json_writer.h"

namespace decant::sandbox {
namespace {

// The real time in UTC, not the store's: the log tells of the requests.
std::string timestamp() {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()).time_since_epoch();
  const auto milliseconds = now.count();
  std::string text = format_local_time({milliseconds / 1000});
  text[10] = 'T';
  const std::string fraction = std::to_string(1000 + milliseconds % 1000);
  return text + "." + fraction.substr(1) + "Z";
}

}  // namespace

RequestLog::RequestLog(const std::string& file, std::string secret)
    : file_(file, std::ios::app | std::ios::binary), secret_(std::move(secret)) {}

std::string RequestLog::without_secret(std::string text) const {
  if (secret_.empty()) return text;
  for (std::size_t at = text.find(secret_); at != std::string::npos; at = text.find(secret_, at + 3)) {
    text.replace(at, secret_.size(), "***");
  }
  return text;
}

void RequestLog::write(const Request& request, const Response& response) {
  std::string line;
  JsonWriter json(line, NonAscii::raw, Slashes::plain);
  json.begin_object();
  json.text("time", timestamp());
  json.text("method", request.method);
  json.text("path", without_secret(request.path));
  json.text("query", without_secret(request.query));
  json.integer("status", response.status);
  json.integer("bytes", static_cast<std::int64_t>(response.body_size()));
  json.integer("rows", static_cast<std::int64_t>(response.rows));
  json.boolean("authorized", response.authorized);
  if (!response.fault.empty()) json.text("fault", response.fault);
  json.end_object();
  line += '\n';
  const std::lock_guard lock(mutex_);
  file_ << line << std::flush;
}

}  // namespace decant::sandbox
