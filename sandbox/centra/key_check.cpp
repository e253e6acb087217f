#include "sandbox/centra/key_check.h"

namespace decant::sandbox {

bool carries_key(const Request& request, const StoreOptions& options) {
  const bool by_api_header = request.api_authorization == options.api_key;
  const bool by_standard_header = request.authorization == options.api_key;
  switch (options.auth_header) {
    case AuthHeader::api_authorization: return by_api_header;
    case AuthHeader::authorization: return by_standard_header;
    case AuthHeader::both: return by_api_header || by_standard_header;
  }
  return false;
}

}  // namespace decant::sandbox
