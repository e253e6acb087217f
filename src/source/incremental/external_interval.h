#pragma once

#include <optional>

#include "config/environment.h"
#include "core/result.h"
#include "source/incremental/incremental_spec.h"

namespace decant::source {

/// The interval in DLT_INTERVAL_START and DLT_INTERVAL_END, ISO 8601, UTC where no zone is given; nothing unless both
/// are set. Error (`config`): one is no time.
Result<std::optional<Interval>> external_interval(const config::Environment& environment);

/// Whether resources that do not say so themselves take their interval from outside: DLT_ALLOW_EXTERNAL_SCHEDULERS.
bool allows_external_schedulers(const config::Environment& environment);

}  // namespace decant::source
