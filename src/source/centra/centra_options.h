#pragma once

#include "config/reader.h"
#include "source/centra/catalogue.h"
#include "source/value_lookup.h"

namespace decant::source::centra {

struct CentraOptions {
  CatalogueValues values;
  bool has_timezone = false;
};

/// Reads `page_size`, `timezone`, `start_date`, `lookback` and `overlap`, which are looked up if they are not given.
Result<CentraOptions> read_options(config::Reader& reader, ValueLookup& lookup);

}  // namespace decant::source::centra
