#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "json/value.h"
#include "schema/detection.h"
#include "schema/naming.h"

namespace decant::schema {

/// A field of a row that the rows nested in it get as well, under a name of its own.
struct Propagation {
  std::string from;
  std::string to;
};

/// The `normalizers` of a schema document: how records become tables. Keys that are not known here are kept.
class Normalizers {
 public:
  /// Those of a new schema: snake_case and the relational normalizer.
  Normalizers();

  /// Errors are of kind `schema` and name the key.
  static Result<Normalizers> from_json(const json::Value& document);
  [[nodiscard]] const json::Value& to_json() const { return document_; }

  /// The naming convention as the document names it.
  [[nodiscard]] std::string names() const { return document_.text_or("names", "snake_case"); }
  void set_names(std::string_view names) { document_["names"] = names; }
  /// With the destination's limit (code points; 0: none). Error (kind `config`): it is none of dlt's own.
  [[nodiscard]] Result<NamingConvention> naming(std::size_t max_length) const;

  /// False for `relational_no_coercion`: a value of another type than its column's always goes to a variant.
  [[nodiscard]] bool coerces() const;

  /// Levels that are flattened, where a table says nothing itself; absent: all.
  [[nodiscard]] std::optional<int> max_nesting() const;
  void set_max_nesting(std::optional<int> levels);

  /// Whether nested rows get the id of their root row; absent: where merging needs it.
  [[nodiscard]] std::optional<bool> root_key_propagation() const;
  void set_root_key_propagation(std::optional<bool> propagates);

  /// What rows of a table hand on to the rows nested in them.
  [[nodiscard]] std::vector<Propagation> propagations(std::string_view table, bool is_root) const;
  void propagate(std::string_view table, const Propagation& field);
  /// How often propagate() changed something: whoever keeps what propagations() says asks again then.
  [[nodiscard]] std::uint64_t propagation_changes() const { return propagation_changes_; }
  /// Of a table that is dropped.
  void forget_table(std::string_view table);

  /// Whether keys of data may hold path separators.
  [[nodiscard]] bool use_break_path_on_normalize() const;
  void set_use_break_path_on_normalize(bool breaks) { document_["use_break_path_on_normalize"] = breaks; }
  [[nodiscard]] bool allow_identifier_change_on_table_with_data() const;
  void set_allow_identifier_change_on_table_with_data(bool allows) {
    document_["allow_identifier_change_on_table_with_data"] = allows;
  }

  /// Detectors for a schema whose settings have none.
  [[nodiscard]] const std::vector<Detection>& detections() const { return detections_; }

  /// Names of propagated columns as the convention has them.
  void normalize(const NamingConvention& naming);

 private:
  [[nodiscard]] const json::Value* config(std::string_view key) const;
  void set_config(std::string_view key, json::Value value);
  Result<void> read();

  json::Value document_;
  std::vector<Detection> detections_;
  std::uint64_t propagation_changes_ = 0;
};

}  // namespace decant::schema
