#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/hash.h"
#include "destination/destination.h"
#include "json/parser.h"
#include "package/package_store.h"
#include "pipeline/pipeline.h"
#include "pipeline/working_folder.h"
#include "source/source.h"

namespace decant::pipeline::test {

inline state::BoundaryHash hash(int number) {
  state::BoundaryHash hash;
  std::memcpy(hash.bytes.data(), &number, sizeof number);
  hash.size = state::BoundaryHash::kLong;
  return hash;
}

/// Resources of numbered pages that are made in memory; notes which pages were asked for.
class FakeSource final : public source::Source {
 public:
  struct Plan {
    std::uint64_t pages = 3;
    int records = 4;
    std::optional<std::uint64_t> fail_at;  ///< page that cannot be fetched
    std::optional<std::uint64_t> wait_at;  ///< page before which `is_time` has to become true
    std::function<bool()> is_time;
    std::function<bool()> wait_behind_bytes;  ///< has to become true before a body that was counted is given
    bool endless = false;                     ///< waits for a cancellation after its last page
    bool with_state = true;
    int boundary = 0;  ///< hashes that each page adds to the boundary of `id`, whose newest value never moves
    int first_hash = 0;
    bool follows_state = false;  ///< begins behind the page that the state names
    bool resets = false;         ///< the first page does so in any case, unless there are hashes in the table
  };

  explicit FakeSource(std::string name = "fake") : name_(std::move(name)) {}

  Plan& add(const std::string& resource, const std::string& table = {}, const std::string& disposition = "append") {
    schema::ResourceHints hints;
    hints.name = resource;
    hints.table_name = table.empty() ? resource : table;
    hints.write_disposition = disposition;
    hints_.push_back(std::move(hints));
    return plans_[resource];
  }
  /// Hints for a list in the records of the resource that was added last.
  void nest(schema::NestedHints nested) { hints_.back().nested_hints.push_back(std::move(nested)); }
  Plan& plan(const std::string& resource) { return plans_.at(resource); }
  std::vector<std::string> asked() {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> pages = std::exchange(asked_, {});
    std::sort(pages.begin(), pages.end());
    return pages;
  }
  json::Value state_at_start(const std::string& resource) {
    const std::lock_guard lock(mutex_);
    return states_[resource];
  }

  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] const std::vector<schema::ResourceHints>& resources() const override { return hints_; }
  [[nodiscard]] std::string fingerprint() const override { return fingerprint_; }
  [[nodiscard]] std::string objection_to_restart(std::string_view) const override { return objection_; }
  void object_to_restart(std::string objection) { objection_ = std::move(objection); }
  schema::ResourceHints& hints() { return hints_.back(); }
  void set_fingerprint(std::string fingerprint) { fingerprint_ = std::move(fingerprint); }

  Result<void> extract(std::string_view resource, source::PageSink& sink, const CancelToken& cancel) override {
    const Plan& plan = plans_.at(std::string(resource));
    DECANT_TRY(const auto point, sink.resume_point(resource, ""));
    DECANT_TRY(const auto* state, sink.resource_state(resource));
    {
      const std::lock_guard lock(mutex_);
      states_[std::string(resource)] = state->before;
    }
    std::uint64_t first = point.next_page;
    if (plan.follows_state && !state->before.is_null())
      first =
          static_cast<std::uint64_t>(state->before.find("incremental")->find("id")->integer_or("last_value", 0)) + 1;
    for (std::uint64_t page = first; page < plan.pages && !point.finished; ++page) {
      if (cancel.cancelled()) return fail(ErrorKind::cancelled, "stopped");
      while (plan.wait_at == page && !plan.is_time() && !cancel.cancelled()) std::this_thread::yield();
      if (plan.fail_at == page) return fail(ErrorKind::network, "no answer");
      DECANT_TRY(emit(std::string(resource), page, page - first + point.next_page, plan, sink));
    }
    while (plan.endless && !cancel.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    if (plan.endless) return fail(ErrorKind::cancelled, "stopped");
    return {};
  }

 private:
  Result<void> emit(const std::string& resource, std::uint64_t number, std::uint64_t ordinal, const Plan& plan,
                    source::PageSink& sink) {
    {
      const std::lock_guard lock(mutex_);
      asked_.push_back(resource + "/" + std::to_string(number));
    }
    source::Page page;
    page.address = {.resource = resource, .sequence = "", .page = ordinal};
    source::Body body;
    body.bytes = "[";
    for (int i = 0; i < plan.records; ++i) {
      const std::string id = std::to_string(number * 100 + static_cast<std::uint64_t>(i));
      const auto begin = static_cast<std::uint32_t>(body.bytes.size());
      body.bytes += R"({"id":)" + id + R"(,"of":")" + resource + R"(","items":[{"n":1},{"n":)" + id + "}]}";
      page.records.push_back({.index = static_cast<std::uint32_t>(i),
                              .begin = begin,
                              .end = static_cast<std::uint32_t>(body.bytes.size())});
      body.bytes += i + 1 == plan.records ? "" : ",";
    }
    body.bytes += "]";
    sink.count_bytes(resource, body.bytes.size());
    while (plan.wait_behind_bytes && !plan.wait_behind_bytes()) std::this_thread::yield();
    const bool comes_with_body = number % 2 == 1 && plan.records > 0;  // as sources do, both ways
    if (!comes_with_body) DECANT_TRY(sink.body(page.address, body));
    const json::Value headers = body.headers;
    DECANT_TRY(page.document, json::Parser().parse(std::move(body.bytes)));
    std::size_t record = 0;
    for (const auto node : page.document.root().items()) page.records[record++].token = node.index();
    page.cursor["page"] = number + 1;
    if (plan.with_state) page.change.state["incremental"]["id"]["last_value"] = static_cast<std::int64_t>(number);
    if (plan.boundary > 0) DECANT_TRY(add_boundary(resource, number, plan, sink, page));
    page.last = number + 1 == plan.pages;
    return comes_with_body ? sink.page_with_body(std::move(page), headers) : sink.page(std::move(page));
  }

  static Result<void> add_boundary(const std::string& resource, std::uint64_t number, const Plan& plan,
                                   source::PageSink& sink, source::Page& page) {
    DECANT_TRY(const auto* state, sink.resource_state(resource));
    json::Value& entry = page.change.state["incremental"]["id"];
    entry["last_value"] = 7;
    entry["unique_hashes"] = json::Value::array();
    page.change.boundary.cursor_path = "id";
    page.change.boundary.resets = number == 0 && (plan.resets || !state->stored_boundaries.contains("id"));
    for (int i = 0; i < plan.boundary; ++i)
      page.change.boundary.added.push_back(hash(plan.first_hash + static_cast<int>(number) * plan.boundary + i));
    return {};
  }

  std::string name_;
  std::string fingerprint_ = "one";
  std::string objection_ = "no order";
  std::vector<schema::ResourceHints> hints_;
  std::map<std::string, Plan> plans_;
  std::mutex mutex_;
  std::vector<std::string> asked_;
  std::map<std::string, json::Value> states_;
};

/// A dataset in memory: keeps the rows of every load as texts, the schemas and the states.
class FakeDestination : public destination::Destination {
 public:
  explicit FakeDestination(std::string dataset = "fake_data") : dataset_(std::move(dataset)) {}

  using Rows = std::map<std::string, std::vector<std::string>>;  ///< table → `column=value …`

  std::map<std::string, Rows> loads;        ///< load id → rows, with dlt's columns
  std::map<std::string, Rows> plain_loads;  ///< the same without
  std::optional<Error> refuse;              ///< given by the next publish
  bool lose_answer = false;                 ///< the next publish commits, and then fails
  ErrorKind lost_as = ErrorKind::destination;
  std::optional<destination::StateRow> state;
  std::atomic<int> published = 0;  ///< loads so far
  int inspected = 0;
  std::atomic<int> prepared = 0;
  std::atomic<int> prepared_first = 0;
  bool has_mark = true;
  std::optional<std::string> fixed_mark;  ///< in place of one that tells what is there
  std::vector<std::string> states;        ///< of all loads that brought one
  std::map<std::string, std::string> dispositions;
  std::vector<std::string> dropped;                                    ///< by the newest load
  std::vector<std::string> truncated;                                  ///< likewise
  std::map<std::string, std::vector<state::BoundaryHash>> boundaries;  ///< by resource and cursor path
  schema::Provenance provenance;

  void clear() {
    loads.clear();
    plain_loads.clear();
    provenance = {};
    state.reset();
    schemas_.clear();
  }
  /// All rows of all loads without dlt's columns.
  [[nodiscard]] std::map<std::string, std::multiset<std::string>> all() const {
    std::map<std::string, std::multiset<std::string>> rows;
    for (const auto& [load_id, tables] : plain_loads) {
      for (const auto& [table, texts] : tables) rows[table].insert(texts.begin(), texts.end());
    }
    return rows;
  }

  [[nodiscard]] const destination::Capabilities& capabilities() const override { return capabilities_; }
  [[nodiscard]] std::string location() const override { return "duckdb:////tmp/fake.duckdb"; }
  [[nodiscard]] const std::string& dataset() const override { return dataset_; }
  [[nodiscard]] std::optional<std::string> mark() const override {
    if (!has_mark) return std::nullopt;
    if (fixed_mark) return fixed_mark;
    std::string text = state ? state->version_hash + "/" + std::to_string(state->version) : "";
    for (const auto& [load_id, rows] : loads) text += " " + load_id;
    for (const auto& [name, document] : schemas_) text += " " + document.text_or("version_hash", "");
    return text;
  }
  void prepare() override { ++prepared; }
  void prepare_first_load() override { ++prepared_first; }
  Result<destination::DatasetInfo> inspect(std::string_view) override {
    ++inspected;
    return info();
  }
  [[nodiscard]] destination::DatasetInfo info() const {
    destination::DatasetInfo info;
    info.exists = !loads.empty();
    info.state = state;
    for (const auto& [name, document] : schemas_) info.schemas.push_back(document);
    return info;
  }
  Result<void> read_boundary(std::string_view, const destination::BoundaryKey& key,
                             state::BoundarySet& hashes) override {
    for (const auto& hash : boundaries[key.resource + "/" + key.cursor_path]) hashes.insert(hash);
    return {};
  }
  Result<schema::Provenance> read_provenance(std::string_view) override { return provenance; }
  Result<bool> has_load(std::string_view load_id) override { return loads.contains(std::string(load_id)); }
  Result<void> drop() override { return {}; }
  Result<std::unique_ptr<destination::QueryResult>> query(std::string_view) override {
    return fail(ErrorKind::destination, "no queries here");
  }

  Result<destination::LoadReport> publish(destination::LoadRequest request) override {
    if (refuse) return fail(*std::exchange(refuse, std::nullopt));
    DECANT_TRY(request.may_change());
    destination::LoadReport report;
    report.already_loaded = loads.contains(request.load_id);
    if (report.already_loaded) return report;
    const bool has_moved = state.has_value() != request.base_state_version.has_value() ||
                           (state && state->version != request.base_state_version.value());
    if (request.check_state_version && has_moved) return fail(ErrorKind::state, "another load came in between");
    dropped = request.dropped_tables;
    truncated = request.truncated_tables;
    for (auto& [load_id, tables] : plain_loads) {
      for (const auto& table : dropped) tables.erase(table);
      for (const auto& table : truncated) tables.erase(table);
    }
    for (auto& load : request.tables) DECANT_TRY(take(request.load_id, load));
    for (auto& load : request.boundaries) DECANT_TRY(take(load));
    if (request.keeps_provenance) provenance.merge(*request.provenance);
    loads[request.load_id];
    if (request.state) {
      state = request.state;
      states.push_back(request.state->state);
    }
    schemas_[request.schema->name()] = request.schema->to_json();
    ++published;
    if (std::exchange(lose_answer, false)) return fail(lost_as, "connection lost");
    if (auto left = mark()) report.left = {.dataset = info(), .mark = std::move(*left)};
    return report;
  }

 private:
  Result<void> take(destination::BoundaryLoad& load) {
    auto& hashes = boundaries[load.key.resource + "/" + load.key.cursor_path];
    if (load.replaces) hashes.clear();
    while (load.added) {
      DECANT_TRY(const auto* some, load.added->next());
      if (some == nullptr) break;
      hashes.insert(hashes.end(), some->begin(), some->end());
    }
    return {};
  }

  static std::string cell(const normalize::ColumnData& column, std::size_t row) {
    if (column.valid.empty() || !column.is_valid(row)) return "-";  // empty: null in all rows
    return column.is_fixed() ? std::to_string(column.fixed[row]) : std::string(column.text(row));
  }

  Result<void> take(const std::string& load_id, destination::TableLoad& load) {
    const std::string& table = load.table->name();
    dispositions[table] = load.write_disposition;
    auto& rows = loads[load_id][table];
    auto& plain = plain_loads[load_id][table];
    while (load.rows) {
      DECANT_TRY(const auto batch, load.rows->next());
      if (!batch) break;
      for (std::size_t row = 0; row < batch->rows; ++row) {
        std::string text;
        std::string plain_text;
        for (std::size_t i = 0; i < batch->columns.size(); ++i) {
          const std::string& name = load.table->columns()[i].name;
          const std::string value = name + "=" + cell(batch->columns[i], row) + " ";
          text += value;
          if (!schema::is_system_name(name)) plain_text += value;
        }
        rows.push_back(text);
        plain.push_back(plain_text);
      }
    }
    return {};
  }

  destination::Capabilities capabilities_{.type = "duckdb"};
  std::string dataset_;
  std::map<std::string, json::Value> schemas_;
};

/// Runs in a working folder of its own.
class PipelineTest : public testing::Test {
 protected:
  PipelineTest() : folder_(std::filesystem::temp_directory_path() / ("decant-pipeline-" + random_hex(8))) {
    options_.name = "shop";
    options_.pipelines_dir = folder_;
  }
  ~PipelineTest() override {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }

  Result<RunReport> run(FakeSource& source, FakeDestination& destination) {
    return pipeline::run(source, destination, options_, cancel_);
  }
  package::PackageStore store() const { return package::PackageStore(folder_ / "shop" / "decant" / "packages"); }
  WorkingFolder folder() const { return WorkingFolder::at(folder_, "shop").value(); }

  std::filesystem::path folder_;
  PipelineOptions options_;
  CancelToken cancel_;
};

}  // namespace decant::pipeline::test
