#include "source/rest/extract/absent_records.h"

#include "http/url.h"

namespace decant::source::rest {

namespace {

constexpr std::size_t kShown = 5;

}  // namespace

void AbsentRecords::add(const std::string& url, const std::string& message) {
  if (++count_ > kShown) return;
  first_ += (first_.empty() ? "" : ", ") + http::redact_url(url) + " (" + message + ")";
}

std::string AbsentRecords::note() const {
  if (count_ == 0) return {};
  const std::string what =
      count_ == 1 ? "1 record that was asked for is not there and is left out: "
                  : std::to_string(count_) + " records that were asked for are not there and are left out: ";
  return what + first_ + (count_ > kShown ? " …" : "");
}

}  // namespace decant::source::rest
