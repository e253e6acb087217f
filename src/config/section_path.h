#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace decant::config {

/// Names of nested sections, outermost first: {"sources", "centra", "centra_source"}.
using SectionPath = std::vector<std::string>;

/// The section path of a source's values: {"sources", section, name}; `section` is the stem of the pipeline file or
/// `rest_api`, `name` the source's.
SectionPath source_sections(std::string_view section, std::string_view name);

/// The sections that a key is looked for in, in order: from the longest path to the shortest, `config_section` (may be
/// empty) always behind. A source or job whose section differs from its name also has `sources.NAME`, in the third
/// place.
std::vector<SectionPath> section_candidates(const SectionPath& sections, std::string_view config_section);

/// `SOURCES__CENTRA__API_KEY`: upper case, joined by `__`, empty sections left out.
std::string environment_key(const SectionPath& sections, std::string_view key);

/// `sources.centra.api_key`, empty sections left out.
std::string dotted_key(const SectionPath& sections, std::string_view key);

/// The parts between the dots; at least one, perhaps empty.
SectionPath split_path(std::string_view dotted);

}  // namespace decant::config
