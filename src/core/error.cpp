#include "core/error.h"

#include <utility>

namespace decant {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage: return "usage";
    case ErrorKind::config: return "config";
    case ErrorKind::auth: return "auth";
    case ErrorKind::network: return "network";
    case ErrorKind::rate_limit: return "rate_limit";
    case ErrorKind::source_data: return "source_data";
    case ErrorKind::contract: return "contract";
    case ErrorKind::schema: return "schema";
    case ErrorKind::package: return "package";
    case ErrorKind::destination: return "destination";
    case ErrorKind::state: return "state";
    case ErrorKind::io: return "io";
    case ErrorKind::cancelled: return "cancelled";
    case ErrorKind::internal: return "internal";
  }
  return "internal";
}

Error& Error::within(std::string what) & {
  context.push_back(std::move(what));
  return *this;
}

Error&& Error::within(std::string what) && {
  context.push_back(std::move(what));
  return std::move(*this);
}

std::string to_string(const Error& error) {
  std::string text = error.message;
  for (const auto& where : error.context) text += " (" + where + ")";
  for (const auto& other : error.further) text += "; " + to_string(other);
  return text;
}

}  // namespace decant
