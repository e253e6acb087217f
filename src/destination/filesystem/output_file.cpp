#include "destination/filesystem/output_file.h"

namespace decant::destination {

Result<OutputFile> OutputFile::create(const std::filesystem::path& path, bool is_compressed) {
  DECANT_TRY(auto opened, File::create(path, FileReaders::as_umask_says));
  OutputFile file(std::move(opened));
  if (is_compressed) {
    DECANT_TRY(file.gzip_, GzipStream::open());
  }
  return file;
}

GzipStream::Take OutputFile::take() {
  return [this](std::string_view bytes) { return file_.write(bytes); };
}

Result<void> OutputFile::write(std::string_view bytes) {
  return gzip_ ? gzip_->write(bytes, take()) : file_.write(bytes);
}

Result<void> OutputFile::finish() {
  if (gzip_) DECANT_TRY(gzip_->finish(take()));
  gzip_.reset();
  DECANT_TRY(file_.sync());
  return file_.close();
}

}  // namespace decant::destination
