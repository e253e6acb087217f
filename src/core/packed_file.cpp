#include "core/packed_file.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>

#include "core/file.h"

namespace decant {

namespace {

constexpr unsigned kBufferBytes = 256U << 10;
constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;

}  // namespace

void PackedFile::Close::operator()(gzFile_s* file) const { ::gzclose(file); }

Result<PackedFile> PackedFile::open(const std::filesystem::path& path) {
  errno = 0;
  std::unique_ptr<gzFile_s, Close> file(::gzopen(path.c_str(), "rbe"));
  if (!file) return fail_with_errno("cannot open", path, errno == 0 ? ENOMEM : errno);
  ::gzbuffer(file.get(), kBufferBytes);
  return PackedFile(std::move(file), path);
}

Result<void> PackedFile::read(std::size_t size, std::string& bytes) {
  const std::size_t before = bytes.size();
  bytes.resize(before + size);
  std::size_t got = 0;
  while (got < size && !is_at_end_) {
    const auto wanted = static_cast<unsigned>(std::min(size - got, kMostAtOnce));
    const int read = ::gzread(file_.get(), bytes.data() + before + got, wanted);
    int failure = Z_OK;
    const std::string said = ::gzerror(file_.get(), &failure);
    if (failure == Z_ERRNO) return fail_with_errno("cannot read", path_, errno);
    if (read < 0 || failure != Z_OK)
      return fail(ErrorKind::source_data, "cannot unpack " + path_.string() + ": " + said,
                  "The file is damaged or was cut short; make it anew.");
    is_at_end_ = read == 0;
    got += static_cast<std::size_t>(read);
  }
  bytes.resize(before + got);
  return {};
}

}  // namespace decant
