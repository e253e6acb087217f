#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "package/manifest.h"
#include "pipeline/pipeline.h"
#include "pipeline/refresh.h"
#include "pipeline/workspace.h"
#include "schema/resource_hints.h"
#include "schema/schema.h"
#include "source/source.h"

namespace decant::pipeline {

/// The schema that a package begins with, and what of the dataset's tables goes before its rows come.
struct BegunSchema {
  schema::Schema schema;
  RemovedTables removed;
};

/// The schema of the package of a source (its name) and these resources, with what the present source, if it is that
/// one, and the options say of it.
Result<BegunSchema> begin_schema(const Workspace& workspace, const source::Source& source,
                                 const PipelineOptions& options, const std::string& package_source, Refresh refresh,
                                 const std::vector<schema::ResourceHints>& resources);

/// The schema that a recorded package is replayed with: the dataset's, else a fresh one with the package's settings;
/// with what the package removes of the dataset.
Result<BegunSchema> replayed_schema(const package::Manifest& manifest, const destination::DatasetInfo& dataset,
                                    const destination::Capabilities& capabilities);

/// The hints with what the pipeline says for all resources.
std::vector<schema::ResourceHints> with_options(const PipelineOptions& options,
                                                std::vector<schema::ResourceHints> hints);

}  // namespace decant::pipeline
