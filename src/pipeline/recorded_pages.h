#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <thread>

#include "core/byte_queue.h"
#include "core/result.h"
#include "json/document.h"
#include "package/package_reader.h"

namespace decant::pipeline {

/// A page of a package. Moving it keeps the document valid.
struct ParsedPage {
  package::RecordedPage recorded;
  /// Of the page's text, which it points into; the records have their tokens. Nothing if the records have to be parsed
  /// one by one: they stand in no document.
  std::optional<json::Document> document;
};

/// Reads and parses the pages of one resource ahead of the thread that takes them, on a thread of its own. 8 MB of them
/// wait at most, or one page that is larger.
class RecordedPages {
 public:
  /// `package` must outlive this.
  RecordedPages(const package::PackageReader& package, std::string resource);
  ~RecordedPages();
  RecordedPages(const RecordedPages&) = delete;
  RecordedPages& operator=(const RecordedPages&) = delete;

  /// The next page in logical order; nothing at the end. Errors: those of reading it.
  Result<std::optional<ParsedPage>> next();

 private:
  void read();

  const package::PackageReader& package_;
  const std::string resource_;
  ByteQueue<Result<ParsedPage>> queue_;
  std::thread thread_;
};

}  // namespace decant::pipeline
