#pragma once

namespace decant::source::centra {

/// The catalogue of Centra's Order API, YAML: what `catalogue` fills in. Data only.
extern const char* const kOrderApi;

}  // namespace decant::source::centra
