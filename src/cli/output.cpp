#include "cli/output.h"

#include "json/write.h"

namespace decant::cli {

Result<void> put(std::FILE* stream, std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), stream) != bytes.size()) {
    return fail(ErrorKind::io, "cannot write to standard output");
  }
  return {};
}

Result<void> put_json(const json::Value& document) { return put(stdout, json::write_pretty(document) + "\n"); }

}  // namespace decant::cli
