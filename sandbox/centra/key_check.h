#pragma once

#include "sandbox/centra/store_options.h"
#include "sandbox/http/message.h"

namespace decant::sandbox {

/// Whether the request carries the store's key, bare, in the header (or one of the headers) where it is expected.
bool carries_key(const Request& request, const StoreOptions& options);

}  // namespace decant::sandbox
