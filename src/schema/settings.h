#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "json/value.h"
#include "schema/contract.h"
#include "schema/data_type.h"
#include "schema/detection.h"
#include "schema/simple_regex.h"
#include "schema/table.h"

namespace decant::schema {

class NamingConvention;

/// The `settings` of a schema document: what holds for all its tables. Keys that are not known here are kept.
class Settings {
 public:
  /// Those of a new schema: the detector `iso_timestamp`, and the hints of dlt's own columns.
  Settings();

  /// Errors are of kind `schema` and name the key.
  static Result<Settings> from_json(const json::Value& document);
  [[nodiscard]] const json::Value& to_json() const { return document_; }

  /// Detectors in the order in which they are tried.
  [[nodiscard]] const std::vector<Detection>& detections() const { return detections_; }
  void set_detections(const std::vector<Detection>& detections);

  /// The type that columns of that name get whatever their first value is; the first entry that fits decides.
  [[nodiscard]] Result<std::optional<DataType>> preferred_type(std::string_view column) const;
  /// Adds an entry, or changes the one that is the same. Error: `column` is no simple regex.
  Result<void> set_preferred_type(std::string_view column, DataType type);

  /// Whether a hint (`not_null`, `primary_key` …) is default for columns of that name.
  [[nodiscard]] Result<bool> has_default_hint(std::string_view hint, std::string_view column) const;
  /// Gives a new column what its name asks for: `nullable`, always set, and each other default hint that fits.
  Result<void> infer_hints(Column& column) const;
  /// Adds entries to the lists of default hints; those that are there already are left out. `hints`: an object of lists
  /// of simple regexes.
  Result<void> add_default_hints(const json::Value& hints);

  /// `schema_contract`, for tables whose chain has none of its own.
  [[nodiscard]] const Contract& contract() const { return contract_; }
  /// As it stands in a configuration; null removes it.
  Result<void> set_contract(const json::Value& contract);

  /// Names in default hints and preferred types as the convention has them.
  Result<void> normalize(const NamingConvention& naming);

 private:
  explicit Settings(json::Value document) : document_(std::move(document)) {}
  Result<void> read();
  Result<void> read_preferred_types();
  Result<void> read_default_hints();

  json::Value document_;
  std::vector<Detection> detections_;
  std::vector<std::pair<SimpleRegex, DataType>> preferred_types_;
  std::vector<std::pair<std::string, std::vector<SimpleRegex>>> default_hints_;
  Contract contract_;
};

}  // namespace decant::schema
