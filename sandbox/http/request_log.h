#pragma once

#include <fstream>
#include <mutex>
#include <string>

#include "sandbox/http/message.h"

namespace decant::sandbox {

/// Appends a JSON line per request to a file. The line is in the file before the answer is sent, so a client that has
/// its answer finds it there. The key is never written.
class RequestLog {
 public:
  /// `secret` is blanked out should a client have put it into a query.
  RequestLog(const std::string& file, std::string secret);

  /// Whether the file could be opened.
  bool is_open() const { return file_.is_open(); }

  void write(const Request& request, const Response& response);

 private:
  std::string without_secret(std::string text) const;

  std::mutex mutex_;
  std::ofstream file_;
  std::string secret_;
};

}  // namespace decant::sandbox
