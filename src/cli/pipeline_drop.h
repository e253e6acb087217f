#pragma once

#include "cli/pipeline_command.h"
#include "cli/session.h"
#include "core/result.h"

namespace decant::cli {

/// `decant pipeline NAME drop`: drops tables and state of resources, as dlt's command, once the user agreed.
Result<void> drop_resources(const Session& session, const Target& target, const PipelineFlags& flags);

/// `decant pipeline NAME sync`: state and schemas of the destination take the place of the folder's, once the user
/// agreed.
Result<void> sync_pipeline(const Session& session, const Target& target, const PipelineFlags& flags);

/// `decant pipeline NAME remove`: removes dataset, state, schemas and packages, once the user agreed.
Result<void> remove_pipeline(const Target& target, const PipelineFlags& flags);

/// `decant pipeline NAME drop-pending-packages`: removes the packages that are not loaded yet, once the user agreed.
/// What they hold is fetched again: the state of a source moves on with a load only.
Result<void> drop_pending_packages(const Target& target, const PipelineFlags& flags);

}  // namespace decant::cli
