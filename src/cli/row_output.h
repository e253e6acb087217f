#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "core/result.h"
#include "destination/destination.h"

namespace decant::cli {

enum class RowFormat { table, json, jsonl, csv, markdown };

/// Takes text in order.
using Sink = std::function<Result<void>(std::string_view)>;

/// Writes the rows of a query. `max_width` bounds the lines of a table (0: no bound). A table takes its widths from the
/// first kSampledRows rows; beyond them it grows where it must, so that any number of rows goes through.
///
/// Numbers, booleans and JSON are such in json and jsonl; elsewhere NULL is `NULL` in a table, empty in Markdown and
/// CSV, where an empty text is `""`.
Result<void> write_rows(destination::QueryResult& rows, RowFormat format, std::size_t max_width, const Sink& sink);

inline constexpr std::size_t kSampledRows = 1000;

}  // namespace decant::cli
