#include "pipeline/package_normalizer.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/fault.h"
#include "normalize/hint_application.h"
#include "pipeline/recorded_pages.h"
#include "schema/naming.h"

namespace decant::pipeline {

namespace {

/// Bits for the numbers of one resource's records.
constexpr int kRecordBits = 44;

/// Whether two root tables may share a table: equal, or one is named like a table nested in the other.
bool may_share(std::string_view a, std::string_view b, std::string_view separator) {
  if (a.size() > b.size()) std::swap(a, b);
  if (!b.starts_with(a)) return false;
  return a.size() == b.size() || b.substr(a.size()).starts_with(separator);
}

/// Tables that a load writes besides those of the data.
Result<void> check_table_name(const std::string& table, const std::string& resource) {
  const bool is_dlts =
      table == schema::kVersionTable || table == schema::kLoadsTable || table == schema::kPipelineStateTable;
  if (!is_dlts && !table.starts_with("_decant_")) return {};
  return fail(ErrorKind::config,
              "resource \"" + resource + "\" would fill the table \"" + table + "\", which every load keeps for itself",
              "Give the resource another `name` or `table_name`.");
}

void add_state_table(schema::Schema& schema) {
  schema::Table* table = schema.find(schema::kPipelineStateTable);
  if (table == nullptr) table = &schema.add(schema::pipeline_state_table());
  table->properties()["x-normalizer"]["seen-data"] = true;
}

}  // namespace

PackageNormalizer::PackageNormalizer(schema::Schema schema, Options options)
    : before_(schema),
      schema_(std::move(schema)),
      options_(std::move(options)),
      batches_(options_.spill, options_.memory),
      resources_(options_.resources.size()) {}

PackageNormalizer::~PackageNormalizer() = default;

Result<std::unique_ptr<PackageNormalizer>> PackageNormalizer::make(schema::Schema schema, Options options) {
  std::unique_ptr<PackageNormalizer> made(new PackageNormalizer(std::move(schema), std::move(options)));
  DECANT_TRY(made->find_deferred());
  for (std::size_t i = 0; i < made->resources_.size(); ++i) {
    if (made->is_skipped(i)) continue;
    DECANT_TRY(made->begin(i));
    // What resources say of a table that they share stands in the schema, in their order, before any data does.
    if (made->resources_[i].shares) DECANT_TRY(made->resources_[i].normalizer->declare());
  }
  return made;
}

Result<void> PackageNormalizer::find_deferred() {
  DECANT_TRY(const auto naming, schema_.normalizers().naming(options_.normalize.max_identifier_length));
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    const auto& hints = options_.resources[i];
    Resource& resource = resources_[i];
    resource.table = naming.table_path(hints.table_name.empty() ? hints.name : hints.table_name);
    DECANT_TRY(check_table_name(resource.table, hints.name));
    for (std::size_t earlier = 0; earlier < i; ++earlier) {
      if (!may_share(resources_[earlier].table, resource.table, naming.separator())) continue;
      resource.deferred = true;
      resources_[earlier].shares = resource.shares = true;
    }
  }
  return {};
}

bool PackageNormalizer::has_deferred() const {
  return std::any_of(resources_.begin(), resources_.end(), [](const Resource& resource) { return resource.deferred; });
}

Result<void> PackageNormalizer::begin(std::size_t resource) {
  auto options = options_.normalize;
  options.first_record = static_cast<std::int64_t>(resource) << kRecordBits;
  DECANT_TRY(resources_[resource].normalizer,
             normalize::Normalizer::make(schema_, options_.resources[resource], options_.load_id, batches_, findings_,
                                         options));
  resources_[resource].table = resources_[resource].normalizer->root_table();
  return {};
}

Result<schema::Schema> PackageNormalizer::hinted_schema(bool has_state) const {
  schema::Schema hinted = before_;
  hinted.set_merging(options_.normalize.merges);
  DECANT_TRY(const auto naming, hinted.normalizers().naming(options_.normalize.max_identifier_length));
  normalize::Findings told_already;
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    if (resources_[i].has_pages)
      DECANT_TRY(normalize::apply_hints(hinted, options_.resources[i], naming, told_already));
  }
  hinted.bump_version();
  if (has_state && hinted.find(schema::kPipelineStateTable) == nullptr) {
    hinted.add(schema::extracted_state_table());
    hinted.amend_version();
  }
  return hinted;
}

Result<void> PackageNormalizer::finish_schema(bool has_state) {
  DECANT_TRY(const auto hinted, hinted_schema(has_state));
  if (has_state) add_state_table(schema_);
  schema_.continue_version(hinted);
  schema_.bump_version();
  return {};
}

bool PackageNormalizer::is_skipped(std::size_t resource) const {
  return options_.resources[resource].write_disposition == "skip";
}

Result<void> PackageNormalizer::add(std::size_t resource, const normalize::RecordPage& page) {
  if (page.records.empty() && is_skipped(resource)) return {};
  if (!resources_[resource].normalizer) DECANT_TRY(begin(resource));
  resources_[resource].has_pages = true;
  normalize::Normalizer& normalizer = *resources_[resource].normalizer;
  if (auto added = page.records.empty() ? normalizer.declare() : normalizer.add(page); !added)
    return fail_on_data(std::move(added).error().within("normalizing page " + std::to_string(page.page) +
                                                        " of resource \"" + options_.resources[resource].name + "\""));
  DECANT_FAULT_POINT("pipeline.page_normalized");
  return {};
}

std::unexpected<Error> PackageNormalizer::fail_on_data(Error error) {
  has_refused_ = true;
  return fail(std::move(error));
}

Result<void> PackageNormalizer::add_recorded_pages(std::size_t resource, const package::PackageReader& package,
                                                   const AfterPage& after_page) {
  RecordedPages pages(package, options_.resources[resource].name);
  while (true) {
    DECANT_TRY(const auto next, pages.next());
    if (!next) return {};
    const auto& page = next->recorded;
    DECANT_TRY(add(resource, {.sequence = page.address.sequence,
                              .page = page.address.page,
                              .document = next->document ? &*next->document : nullptr,
                              .text = page.text(),
                              .records = page.records,
                              .constants = &page.constants}));
    DECANT_TRY(after_page(page.records.size()));
  }
}

Result<void> PackageNormalizer::add_recorded(const package::PackageReader& package, const AfterPage& after_page) {
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    if (!resources_[i].deferred) DECANT_TRY(add_recorded_pages(i, package, after_page));
  }
  return {};
}

Result<void> PackageNormalizer::finish() {
  for (Resource& resource : resources_) {
    if (resource.deferred || !resource.normalizer) continue;
    if (auto finished = resource.normalizer->finish(); !finished) return fail_on_data(std::move(finished).error());
  }
  return {};
}

Result<void> PackageNormalizer::finish(std::size_t resource) {
  if (!resources_[resource].normalizer) return {};
  if (auto finished = resources_[resource].normalizer->finish(); !finished)
    return fail_on_data(std::move(finished).error());
  return {};
}

Result<void> PackageNormalizer::finish_deferred(const package::PackageReader& package, const AfterPage& after_page) {
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    if (!resources_[i].deferred) continue;
    DECANT_TRY(add_recorded_pages(i, package, after_page));
    DECANT_TRY(finish(i));
  }
  return {};
}

schema::Provenance PackageNormalizer::provenance() const {
  schema::Provenance provenance;
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    if (resources_[i].normalizer && !is_skipped(i)) resources_[i].normalizer->collect(provenance);
  }
  return provenance;
}

normalize::NormalizeOptions normalize_options(const destination::Capabilities& capabilities) {
  return {.max_identifier_length = capabilities.max_identifier_length,
          .requires_values = capabilities.has_not_null,
          .merges = capabilities.has_merge,
          .decimal_digits = capabilities.decimal_digits,
          .wei_digits = capabilities.wei_digits,
          .parquet_digits = capabilities.parquet_digits};
}

Result<void> normalize_package(PackageNormalizer& normalizer, const package::PackageReader& package,
                               const PackageNormalizer::AfterPage& after_page) {
  DECANT_TRY(normalizer.add_recorded(package, after_page));
  DECANT_TRY(normalizer.finish());
  return normalizer.finish_deferred(package, after_page);
}

std::vector<schema::ResourceHints> hints_of(const package::Manifest& manifest) {
  auto hints = manifest.resources;
  for (auto& resource : hints) {
    if (!resource.max_table_nesting) resource.max_table_nesting = manifest.max_table_nesting;
  }
  return hints;
}

}  // namespace decant::pipeline
