#include "config/source_text.h"

#include <algorithm>
#include <utility>

#include "config/document.h"
#include "core/file.h"
#include "core/utf8.h"

namespace decant::config {

namespace {

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

/// Offset of the first byte that is no clean UTF-8 (also a carriage return that ends no line, which the formats read
/// differently); the size if there is none.
std::size_t first_unclean(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const bool lone_return = text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n');
    if (is_control(text[at]) || lone_return) return at;
    const std::size_t length = character_length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return at;
}

std::unexpected<Error> unreadable(const std::filesystem::path& path, std::string_view problem, std::string hint = {}) {
  Error error{.kind = ErrorKind::config,
              .message = path.string() + ": " + std::string(problem),
              .hint = std::move(hint),
              .details = {},
              .context = {}};
  error.details.file = path.string();
  return std::unexpected<Error>(std::move(error));
}

}  // namespace

Result<std::string> read_bounded(const std::filesystem::path& path) {
  std::error_code code;
  const auto status = std::filesystem::status(path, code);
  if (status.type() == std::filesystem::file_type::not_found)
    return unreadable(path, "there is no such file", "check the path; it is relative to the current folder");
  if (code) return unreadable(path, "not readable: " + code.message());
  if (!std::filesystem::is_regular_file(status)) return unreadable(path, "not a file");
  const auto size = std::filesystem::file_size(path, code);
  if (code) return unreadable(path, "not readable: " + code.message());
  if (size > kMaxBytes)
    return unreadable(path,
                      "larger than " + std::to_string(kMaxBytes >> 20U) + " MiB, the most a configuration may have");
  auto bytes = read_file(path);
  if (!bytes) return unreadable(path, bytes.error().message);
  return std::move(*bytes);
}

Result<std::string_view> checked_text(std::string_view bytes, const std::shared_ptr<const std::string>& source) {
  if (bytes.size() > kMaxBytes) return fail_at({source, 0}, "larger than a configuration may be");
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  const std::size_t bad = first_unclean(bytes);
  if (bad == bytes.size()) return bytes;
  const auto lines = std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bad), '\n');
  const Location location{source, static_cast<int>(lines) + 1};
  if (is_control(bytes[bad]) || bytes[bad] == '\r')
    return fail_at(location, "a control character stands here", "remove it, or write an escape");
  return fail_at(location, "the text is not UTF-8", "save the file as UTF-8");
}

}  // namespace decant::config
