#include "vectors.h"

#include <utility>

#include "core/hash.h"
#include "destination/sql/quoting.h"
#include "json/document.h"
#include "json/parser.h"
#include "json/write.h"
#include "normalize/row_hash.h"
#include "schema/document_hash.h"
#include "schema/naming.h"
#include "schema/schema.h"
#include "state/pipeline_state.h"
#include "state/state_text.h"

namespace decant::conformance {

namespace {

using json::Value;

/// The probability of two equal tags that dlt's conventions have.
constexpr double kCollisionProbability = 0.001;

class VectorRun {
 public:
  explicit VectorRun(std::vector<std::string>& left_out) : left_out_(left_out) {}

  void run(const std::string& kind, const Value& vector) {
    if (kind == "naming") {
      run_naming(vector);
    } else if (kind == "shorten_fragments") {
      run_fragments(vector);
    } else if (kind == "tag") {
      run_tag(vector);
    } else if (kind == "schema_name") {
      check("schema_name of " + input(vector), vector, "output", schema::schema_name_from(input(vector)));
    } else if (kind == "row_hash") {
      run_row_hash(vector);
    } else if (kind == "nested_row_hash") {
      const std::string text = vector.text_or("parent_row_id", "") + "_" + vector.text_or("table", "") + "_" +
                               std::to_string(vector.integer_or("list_idx", 0));
      check("nested_row_hash of " + text, vector, "hash", RowIdHasher().hash(text));
    } else if (kind == "version_hash") {
      run_version_hash(vector);
    } else if (kind == "state") {
      run_state(vector);
    } else if (kind == "sql_identifiers") {
      run_sql_identifier(vector);
    } else {
      leave_out(kind + (kind == "sql_literals" ? ": no destination here is fed with literals" : ": unknown kind"));
    }
  }

  std::vector<VectorResult> take() { return std::move(results_); }

 private:
  static std::string input(const Value& vector) { return vector.text_or("input", ""); }

  void leave_out(const std::string& reason) {
    if (left_out_.empty() || left_out_.back() != reason) left_out_.push_back(reason);
  }

  void check(const std::string& name, const Value& vector, const char* expected, const std::string& observed) {
    const std::string wanted = vector.text_or(expected, "");
    results_.push_back({name, {}});
    if (wanted != observed) results_.back().found.push_back("expected " + wanted + ", observed " + observed);
  }

  void run_naming(const Value& vector) {
    const std::string convention = vector.text_or("convention", "");
    const auto kind = schema::NamingConvention::find(convention);
    if (!kind) return results_.push_back({convention, {to_string(kind.error())}});
    const schema::NamingConvention naming(*kind, static_cast<std::size_t>(vector.integer_or("max_length", 0)));
    const std::string name = naming.to_string() + " of " + input(vector);
    check(name, vector, "normalize_identifier", naming.identifier(input(vector)));
    check(name + ", a path", vector, "normalize_path", naming.path(input(vector)));
    if (vector.find("normalize_table_identifier") == nullptr) return;
    check(name + ", a table", vector, "normalize_table_identifier", naming.table_identifier(input(vector)));
    check(name + ", a path of a table", vector, "normalize_tables_path", naming.table_path(input(vector)));
  }

  void run_fragments(const Value& vector) {
    std::vector<std::string> parts;
    for (const auto& part : vector.find("fragments")->as_array()) parts.push_back(part.as_string());
    const auto kind = schema::NamingConvention::find(vector.text_or("convention", "snake_case"));
    if (!kind) return results_.push_back({"shorten_fragments", {to_string(kind.error())}});
    const schema::NamingConvention naming(*kind, static_cast<std::size_t>(vector.integer_or("max_length", 0)));
    check("shorten_fragments of " + json::write(*vector.find("fragments")), vector, "output", naming.join(parts));
  }

  void run_tag(const Value& vector) {
    const Value* probability = vector.find("collision_prob");
    if (probability != nullptr && *probability != Value(kCollisionProbability))
      return leave_out("tag of another collision_prob than dlt's own conventions have");
    check("tag of " + input(vector), vector, "tag", identifier_tag(input(vector)));
  }

  void run_row_hash(const Value& vector) {
    const Value& row = *vector.find("row");
    const Value* subset = vector.find("subset");
    const std::string name = "row_hash of " + json::write(row);
    json::Parser parser;
    const auto document = parser.parse(json::write(row));
    if (!document) return results_.push_back({name, {to_string(document.error())}});
    std::vector<json::Member> members;
    for (const auto member : document->root().members()) {
      bool chosen = subset == nullptr || subset->is_null();
      for (const auto& key : chosen ? Value::Array() : subset->as_array())
        chosen = chosen || key.as_string() == member.key;
      if (chosen) members.push_back(member);
    }
    std::string text;
    normalize::append_hash_form(std::move(members), text);
    check(name, vector, "canonical_json", text);
    check(name, vector, "hash", RowIdHasher().hash(text));
  }

  /// The hash that stands in the document itself may be that of another one.
  void run_version_hash(const Value& vector) {
    Value document = *vector.find("stored_schema");
    check("version_hash of a document", vector, "version_hash", schema::document_hash(document));
    document["version_hash"] = vector.text_or("version_hash", "");
    const auto schema = schema::Schema::from_json(document);
    if (!schema) results_.push_back({"version_hash: the document is read", {to_string(schema.error())}});
  }

  void run_state(const Value& vector) {
    const Value& document = *vector.find("state");
    const auto state = state::PipelineState::from_json(document);
    if (!state) return results_.push_back({"state: the document is read", {to_string(state.error())}});
    check("version_hash of a state", vector, "version_hash", state->content_hash());
    if (vector.find("compressed") == nullptr) return;
    const auto text = state::encode_state_text(document);
    check("compressed form of a state", vector, "compressed", text ? *text : to_string(text.error()));
    const auto read = state::decode_state_text(vector.text_or("compressed", ""));
    if (!read || *read != document)
      results_.push_back({"compressed form of a state", {"it does not read as the document"}});
  }

  void run_sql_identifier(const Value& vector) {
    const std::string dialect = vector.text_or("dialect", "");
    if (dialect.find("duckdb") == std::string::npos)
      return leave_out("sql_identifiers of " + dialect + ": no such destination");
    check("sql_identifiers of " + input(vector), vector, "output", destination::quote_identifier(input(vector)));
  }

  std::vector<std::string>& left_out_;
  std::vector<VectorResult> results_;
};

}  // namespace

std::vector<VectorResult> run_vectors(const Value& vectors, std::vector<std::string>& left_out) {
  VectorRun run(left_out);
  for (const auto& [kind, list] : vectors.as_object()) {
    for (const auto& vector : list.as_array()) run.run(kind, vector);
  }
  return run.take();
}

}  // namespace decant::conformance
