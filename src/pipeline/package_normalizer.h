#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "json/value.h"
#include "normalize/batch_store.h"
#include "normalize/normalizer.h"
#include "package/manifest.h"
#include "package/package_reader.h"
#include "schema/provenance.h"
#include "schema/resource_hints.h"
#include "schema/schema.h"

namespace decant::pipeline {

/// Turns the pages of one package into the batches of its tables. For one thread at a time.
///
/// A resource whose table is also (a table nested in) that of an earlier one is deferred: its pages are taken from the
/// log once all earlier resources are finished, so that the order in which pages arrive cannot change the tables.
class PackageNormalizer {
 public:
  struct Options {
    std::string load_id;
    std::vector<schema::ResourceHints> resources;
    std::filesystem::path spill;
    std::size_t memory = 0;  ///< for batches that wait
    normalize::NormalizeOptions normalize;
  };
  /// Called after each page; an error of it ends the work.
  using AfterPage = std::function<Result<void>(std::uint64_t records)>;

  /// `schema`: as it is before the package.
  static Result<std::unique_ptr<PackageNormalizer>> make(schema::Schema schema, Options options);
  ~PackageNormalizer();
  PackageNormalizer(const PackageNormalizer&) = delete;
  PackageNormalizer& operator=(const PackageNormalizer&) = delete;

  [[nodiscard]] bool is_deferred(std::size_t resource) const { return resources_[resource].deferred; }
  [[nodiscard]] bool has_deferred() const;

  /// Takes the next page of a resource that is not deferred.
  Result<void> add(std::size_t resource, const normalize::RecordPage& page);

  /// Takes all recorded pages of the resources that are not deferred.
  Result<void> add_recorded(const package::PackageReader& package, const AfterPage& after_page);

  /// Ends the resources that are not deferred.
  Result<void> finish();

  /// Ends a deferred resource whose pages were given to add() after that.
  Result<void> finish(std::size_t resource);

  /// Takes the deferred resources from the log and ends them. After finish().
  Result<void> finish_deferred(const package::PackageReader& package, const AfterPage& after_page);

  /// The schema as it was before the package, with what the resources that have pages say of their tables, and with
  /// the state's table if the package has a state: what is known before there is data.
  [[nodiscard]] Result<schema::Schema> hinted_schema(bool has_state) const;

  /// Ends the schema: with the state's table if the package has a state, and numbered as dlt does, which takes a
  /// version for what hints change and one for what data changes. After all resources are finished.
  Result<void> finish_schema(bool has_state);

  /// Name of a resource's root table, normalized.
  [[nodiscard]] const std::string& root_table(std::size_t resource) const { return resources_[resource].table; }
  [[nodiscard]] const std::vector<schema::ResourceHints>& hints() const { return options_.resources; }
  [[nodiscard]] schema::Schema& schema() { return schema_; }
  [[nodiscard]] normalize::BatchStore& batches() { return batches_; }
  /// Where the values of each column came from, of what is loaded. After all resources are finished.
  [[nodiscard]] schema::Provenance provenance() const;
  /// Whether an error came from a record, or from what is said of it: it comes again with the same pages.
  [[nodiscard]] bool has_refused() const { return has_refused_; }
  /// What the records' data gave rise to, so far.
  [[nodiscard]] const normalize::Findings& findings() const { return findings_; }

 private:
  struct Resource {
    std::string table;
    bool deferred = false;
    bool has_pages = false;  ///< its hints go into the schema with its first page, records or not
    bool shares = false;     ///< its table is, or is nested by name in, another resource's, or the other way round
    std::unique_ptr<normalize::Normalizer> normalizer;  ///< null: not begun
  };

  PackageNormalizer(schema::Schema schema, Options options);
  Result<void> find_deferred();
  /// Whether nothing of a resource is loaded: it gets a table with its first record only.
  [[nodiscard]] bool is_skipped(std::size_t resource) const;
  Result<void> begin(std::size_t resource);
  std::unexpected<Error> fail_on_data(Error error);
  Result<void> add_recorded_pages(std::size_t resource, const package::PackageReader& package,
                                  const AfterPage& after_page);

  schema::Schema before_;  ///< as it is before the package
  schema::Schema schema_;
  Options options_;
  normalize::BatchStore batches_;
  normalize::Findings findings_;
  bool has_refused_ = false;
  std::vector<Resource> resources_;  ///< in the order of the hints
};

/// What a destination asks of the rows that it gets.
normalize::NormalizeOptions normalize_options(const destination::Capabilities& capabilities);

/// All pages of a package that is complete.
Result<void> normalize_package(PackageNormalizer& normalizer, const package::PackageReader& package,
                               const PackageNormalizer::AfterPage& after_page);

/// The manifest's hints with what it says for all resources filled in.
std::vector<schema::ResourceHints> hints_of(const package::Manifest& manifest);

}  // namespace decant::pipeline
