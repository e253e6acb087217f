#include "source/selected_resources.h"

#include <algorithm>

#include "config/nearest.h"

namespace decant::source {

Result<void> check_selected(const std::vector<std::string>& names, const std::vector<std::string>& known,
                            const std::string& source) {
  for (const auto& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string hint = "The source has";
    for (const auto& other : known) hint += (other == known.front() ? " " : ", ") + other;
    if (const auto meant = config::nearest(name, known)) hint = "did you mean `" + *meant + "`?";
    return fail(ErrorKind::config, "the source " + source + " has no resource `" + name + "`", std::move(hint));
  }
  return {};
}

}  // namespace decant::source
