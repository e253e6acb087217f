#include "normalize/normalizer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "core/hash.h"
#include "core/time.h"
#include "json/parser.h"
#include "json/write.h"
#include "normalize/hint_application.h"
#include "normalize/provenance.h"
#include "normalize/record_walk.h"
#include "normalize/table_tree.h"
#include "schema/naming.h"

namespace decant::normalize {

namespace {

constexpr int kUnlimitedNesting = 1000;
/// Records whose ids are made at a time.
constexpr std::size_t kIdsAhead = 64;
/// So many characters all rows of a load begin with: side by side in an index, they are quickly put there.
constexpr std::size_t kOfLoad = 2;

/// A load id is the time of the load, as seconds: a replay takes the same.
Micros time_of(const std::string& load_id) {
  double seconds = 0;
  std::from_chars(load_id.data(), load_id.data() + load_id.size(), seconds);
  return static_cast<Micros>(seconds * static_cast<double>(kMicrosPerSecond));
}

}  // namespace

class Normalizer::Impl {
 public:
  Impl(schema::Schema& schema, const schema::ResourceHints& hints, schema::NamingConvention naming, std::string load_id,
       BatchStore& store, Findings& findings, NormalizeOptions options)
      : hints_(hints),
        load_id_(std::move(load_id)),
        findings_(findings),
        first_record_(options.first_record),
        naming_(naming),
        root_name_(root_table_name(hints_, naming_)),
        context_{.schema = schema,
                 .naming = naming_,
                 .store = store,
                 .findings = findings,
                 .coercion = coercion_,
                 .filter = nullptr,
                 .now = time_of(load_id_),
                 .coerces = schema.normalizers().coerces(),
                 .type_change_fails = hints.type_change_fails,
                 .requires_values = options.requires_values,
                 .decimal_digits = options.decimal_digits,
                 .wei_digits = options.wei_digits,
                 .parquet_digits = options.parquet_digits,
                 .batch_bytes = options.batch_bytes,
                 .record = {}},
        tree_(context_) {}

  Result<void> add(const RecordPage& page) {
    json::Document constants;
    if (page.constants != nullptr && page.constants->is_object() && !page.constants->as_object().empty()) {
      DECANT_TRY(constants, parser_.parse(json::write(*page.constants)));
    }
    const json::Document* added = constants.tokens().empty() ? nullptr : &constants;
    std::array<RowId, kIdsAhead> ids{};
    for (std::size_t i = 0; i < page.records.size(); ++i) {
      if (i % kIdsAhead == 0) make_ids(page.sequence, page.page, page.records.subspan(i), ids);
      const RecordSpan& span = page.records[i];
      const auto take = [&]() -> Result<void> {
        DECANT_TRY(const json::Node record, record_at(page, span));
        return walk(record, added, ids.at(i % kIdsAhead));
      };
      DECANT_TRY(within(page.sequence, page.page, span.index, take));
    }
    return {};
  }

  Result<void> add(const ValuePage& page) {
    std::array<RowId, 1> id{};
    for (std::size_t i = 0; i < page.records.size(); ++i) {
      const auto index = static_cast<std::uint32_t>(i);
      const RecordSpan span{.index = index};
      make_ids(page.sequence, page.page, std::span(&span, 1), id);
      DECANT_TRY(
          within(page.sequence, page.page, index, [&] { return walk(page.records[i].root(), nullptr, id.front()); }));
    }
    return {};
  }

  Result<void> declare() { return walk_ ? Result<void>{} : begin(); }

  Result<void> finish() { return tree_.finish(); }

  void collect(schema::Provenance& provenance) const { collect_provenance(tree_, load_id_, provenance); }

  [[nodiscard]] const std::string& root_table() const { return root_name_; }
  [[nodiscard]] std::uint64_t records() const { return records_; }

 private:
  Result<json::Node> record_at(const RecordPage& page, const RecordSpan& span) {
    if (page.document == nullptr) {
      DECANT_TRY(parser_.parse_in_place(page.text.substr(span.begin, span.end - span.begin), record_));
      return record_.root();
    }
    const auto& tokens = page.document->tokens();
    if (span.token >= tokens.size() || tokens[span.token].kind < json::Kind::array)
      return fail(ErrorKind::internal, "a page's document does not have the records that it is said to have");
    return json::Node(*page.document, span.token);
  }

  /// Does one record's work; errors and findings say which record it is.
  template <typename Work>
  Result<void> within(std::string_view sequence, std::uint64_t page, std::uint32_t index, Work work) {
    findings_.at(hints_.name, sequence, page, index);
    Result<void> done = walk_ ? Result<void>{} : begin();
    if (done) done = work();
    if (done) return {};
    return fail(std::move(done).error().within("record " + std::to_string(index + 1) + " of page " +
                                               std::to_string(page + 1) + " of " + hints_.name));
  }

  /// The first record brings the hints into the schema.
  Result<void> begin() {
    DECANT_TRY(auto applied, apply_hints(context_.schema, hints_, naming_, findings_));
    Shape& root = tree_.add_root(root_name_);
    DECANT_TRY(filter_, schema::RowFilter::compile(context_.schema, naming_));
    if (!filter_->empty()) context_.filter = &*filter_;
    if (applied.left_out) root.table->writer.leave_out(*applied.left_out);
    tree_.set_waiting(std::move(applied.waiting));
    numbers_records_ = root.table->row_id_kind == RowIdKind::key_hash;
    walk_.emplace(context_, tree_, root, load_id_, nesting_of(*root.table));
    return {};
  }

  [[nodiscard]] int nesting_of(TableNode& root) const {
    if (const schema::Table* table = root.writer.table()) {
      const json::Value* normalizer = table->properties().find("x-normalizer");
      if (normalizer != nullptr && normalizer->find("max_nesting") != nullptr)
        return static_cast<int>(
            std::clamp<std::int64_t>(normalizer->integer_or("max_nesting", kUnlimitedNesting), 0, kUnlimitedNesting));
    }
    return context_.schema.normalizers().max_nesting().value_or(kUnlimitedNesting);
  }

  Result<void> walk(const json::Node& record, const json::Document* constants, const RowId& id) {
    if (numbers_records_) context_.record = first_record_ + static_cast<std::int64_t>(records_);
    ++records_;
    findings_.in(record);
    return walk_->add({.root = record, .constants = constants, .address_id = {id.data(), id.size()}});
  }

  /// Ids of the first records, as many as there is room for: hashes of load and address.
  void make_ids(std::string_view sequence, std::uint64_t page, std::span<const RecordSpan> records,
                std::span<RowId> ids) {
    id_text_.assign(load_id_).append("/").append(hints_.name).append("/").append(sequence).append("/");
    id_text_.append(std::to_string(page)).append("/");
    const std::size_t stem = id_text_.size();
    for (std::size_t i = 0; i < std::min(records.size(), ids.size()); ++i) {
      id_text_.resize(stem);
      id_text_ += std::to_string(records[i].index);
      hasher_.queue(id_text_, ids[i]);
    }
    hasher_.finish();
    for (auto& id : ids) std::copy_n(load_hash_.begin(), kOfLoad, id.begin());
  }

  const schema::ResourceHints hints_;
  std::string load_id_;
  Findings& findings_;
  std::int64_t first_record_;
  schema::NamingConvention naming_;
  std::optional<schema::RowFilter> filter_;
  std::string root_name_;
  Coercion coercion_;
  WriterContext context_;
  TableTree tree_;
  std::optional<RecordWalk> walk_;
  json::Parser parser_;
  json::Document record_;
  RowIdHasher hasher_;
  std::string id_text_;
  std::string load_hash_ = hasher_.hash(load_id_);
  std::uint64_t records_ = 0;
  bool numbers_records_ = false;
};

Normalizer::Normalizer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Normalizer::~Normalizer() = default;

Result<std::unique_ptr<Normalizer>> Normalizer::make(schema::Schema& schema, const schema::ResourceHints& hints,
                                                     std::string load_id, BatchStore& store, Findings& findings,
                                                     NormalizeOptions options) {
  DECANT_TRY(const auto naming, schema.normalizers().naming(options.max_identifier_length));
  schema.set_merging(options.merges);
  if (root_table_name(hints, naming).empty())
    return fail(ErrorKind::config, "the resource \"" + hints.name + "\" has no usable table name");
  auto impl = std::make_unique<Impl>(schema, hints, naming, std::move(load_id), store, findings, options);
  return std::unique_ptr<Normalizer>(new Normalizer(std::move(impl)));
}

Result<void> Normalizer::add(const RecordPage& page) { return impl_->add(page); }
Result<void> Normalizer::add(const ValuePage& page) { return impl_->add(page); }
Result<void> Normalizer::declare() { return impl_->declare(); }
Result<void> Normalizer::finish() { return impl_->finish(); }
void Normalizer::collect(schema::Provenance& provenance) const { impl_->collect(provenance); }
const std::string& Normalizer::root_table() const { return impl_->root_table(); }
std::uint64_t Normalizer::records() const { return impl_->records(); }

}  // namespace decant::normalize
