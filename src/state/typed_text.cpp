#include "state/typed_text.h"

namespace decant::state {

std::string typed_timestamp(Micros instant) { return std::string(kTimestampMark) + to_iso8601(instant); }

}  // namespace decant::state
