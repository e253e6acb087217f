#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "schema/time_zone.h"

namespace decant::source {

/// How an API wants times written: a pattern with the marks of Python's strftime `%Y %m %d %H %M %S`, `%z` (+0100),
/// `%:z` (+01:00), `%s` (seconds since 1970) and `%%`, and the zone whose clock it shows.
class TimeText {
 public:
  /// ISO 8601 with its offset.
  static constexpr const char* kDefaultPattern = "%Y-%m-%dT%H:%M:%S%:z";

  /// No zone: UTC. Error (`config`): a mark that is not one of those above.
  static Result<TimeText> compile(std::string_view pattern, std::optional<schema::TimeZone> zone);

  /// The instant, cut to whole seconds.
  [[nodiscard]] std::string write(Micros instant) const;

  /// The instant of a date or time; one without offset is read by the zone's clock. Nothing if it is none.
  [[nodiscard]] std::optional<Micros> read(std::string_view text) const;

 private:
  struct Part {
    std::string literal;
    char mark = 0;  ///< behind the literal: the mark's letter, `:` for `%:z`; 0: none
  };

  std::vector<Part> parts_;
  std::optional<schema::TimeZone> zone_;
};

}  // namespace decant::source
