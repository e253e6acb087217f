#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "config/node.h"
#include "config/section_path.h"
#include "core/result.h"
#include "source/sample.h"
#include "source/source.h"
#include "source/source_context.h"

namespace decant::builtin {

/// Makes the source that `type` in the keys of `source` names; a mapping with `client` and without `type` is a
/// RESTAPIConfig. Resolves placeholders first. Errors are of kind `config` and name the line.
Result<std::unique_ptr<source::Source>> make_source(const config::Node& source, const source::SourceContext& context);

/// The sections that values of a source are looked up in: those of its name and section, or of its type's.
config::SectionPath sections_of(const config::Node& source, std::string_view file_section);

/// What the source's own settings at the API may be the reason of, when a sample of a resource lacks something; empty
/// if nothing does or the source knows of none.
std::string advice_on_sample(const config::Node& source, std::string_view resource, const source::Sample& sample);

/// `source` for asking for single records: with pages of one record where its kind has a key for that.
config::Node with_smallest_pages(const config::Node& source);

}  // namespace decant::builtin
