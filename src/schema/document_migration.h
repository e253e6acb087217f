#pragma once

#include <cstdint>

#include "core/result.h"
#include "json/value.h"

namespace decant::schema {

/// The engine version of the documents that decant writes, and the newest that it reads.
inline constexpr std::int64_t kEngineVersion = 11;

/// Brings a schema document of an older engine to the present one, step by step as dlt does (dlt-normalize-load §7.6),
/// and removes marks that only older versions of dlt need. Errors are of kind `schema`: a newer engine, or a document
/// in which a step does not find what it changes.
Result<void> migrate_document(json::Value& document);

}  // namespace decant::schema
