#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "config/node.h"

namespace decant::config {

/// `node` as a value of `kind`. A whole number is also a number. Loose text (Node::is_loose) is read as the kind asked
/// for: decimal integer, decimal number, true/false, JSON list or object; a loose scalar is also text, a loose whole
/// number without fraction also an integer, a loose number also true or (0) false. `field` is the dotted key for the
/// error, which never shows the value: "f.yaml:3: `a.b` must be a whole number, but is text".
Result<Node> typed(const Node& node, Kind kind, std::string_view field);

/// A length of time: text with unit (`50ms`, `30s`, `5m`, `2h`, `1d`, fractions allowed) or a number of seconds; not
/// negative.
Result<std::chrono::milliseconds> as_duration(const Node& node, std::string_view field);

/// A number of bytes: a whole number, or text with unit (`256MB`, `1.5 GiB`); KB, MB, GB, TB are powers of 1000, KiB,
/// MiB, GiB, TiB of 1024, in any case; not negative.
Result<std::uint64_t> as_bytes(const Node& node, std::string_view field);

}  // namespace decant::config
