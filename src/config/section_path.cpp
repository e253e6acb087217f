#include "config/section_path.h"

#include <cctype>

namespace decant::config {

namespace {

std::string join(const SectionPath& sections, std::string_view key, std::string_view separator) {
  std::string text;
  for (const auto& section : sections) {
    if (!section.empty()) text.append(section).append(separator);
  }
  return text.append(key);
}

/// Whether values of these sections may also stand under {top, name}.
bool has_compact_form(const SectionPath& sections) {
  return sections.size() >= 3 && (sections[0] == "sources" || sections[0] == "jobs") && sections[1] != sections[2];
}

}  // namespace

SectionPath source_sections(std::string_view section, std::string_view name) {
  return {"sources", std::string(section), std::string(name)};
}

std::vector<SectionPath> section_candidates(const SectionPath& sections, std::string_view config_section) {
  std::vector<SectionPath> candidates;
  for (std::size_t size = sections.size() + 1; size-- > 0;) {
    candidates.emplace_back(sections.begin(), sections.begin() + static_cast<std::ptrdiff_t>(size));
    // The third place, whatever it follows.
    if (candidates.size() == 2 && has_compact_form(sections)) candidates.push_back({sections[0], sections[2]});
  }
  if (!config_section.empty()) {
    for (auto& candidate : candidates) candidate.emplace_back(config_section);
  }
  return candidates;
}

std::string environment_key(const SectionPath& sections, std::string_view key) {
  std::string text = join(sections, key, "__");
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string dotted_key(const SectionPath& sections, std::string_view key) { return join(sections, key, "."); }

SectionPath split_path(std::string_view dotted) {
  SectionPath parts;
  for (;;) {
    const auto dot = dotted.find('.');
    parts.emplace_back(dotted.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    dotted.remove_prefix(dot + 1);
  }
}

}  // namespace decant::config
