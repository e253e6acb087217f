#include "state/state_file.h"

#include <system_error>

#include "core/file.h"
#include "json/write.h"
#include "state/state_text.h"

namespace decant::state {

namespace {

std::unexpected<Error> about(const std::filesystem::path& path, Error error) {
  error.kind = ErrorKind::state;
  error.message += ": " + path.string();
  error.details.file = path.string();
  return fail(std::move(error));
}

}  // namespace

Result<std::optional<PipelineState>> read_state_file(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return std::optional<PipelineState>();
  DECANT_TRY(const File file, File::open_read(path));
  DECANT_TRY(const std::uint64_t size, file.size());
  if (size > kMaxStateBytes) return about(path, fail(ErrorKind::state, "the state file is too large").error());
  std::string text(static_cast<std::size_t>(size), '\0');
  DECANT_TRY(file.read_at(0, text.size(), text.data()));
  auto document = json::parse_value(text);
  if (!document) return about(path, std::move(document).error());
  auto state = PipelineState::from_json(std::move(*document));
  if (!state) return about(path, std::move(state).error());
  return std::optional<PipelineState>(std::move(*state));
}

std::string state_file_text(const PipelineState& state) { return json::write(state.document()); }

}  // namespace decant::state
