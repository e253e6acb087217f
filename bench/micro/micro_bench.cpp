// What each step between JSON text and columns costs, in bytes of JSON per second and allocations per record.

#include <benchmark/benchmark.h>

#include <filesystem>
#include <optional>

#include "allocations.h"
#include "core/hash.h"
#include "json/parser.h"
#include "normalize/coerce.h"
#include "normalize/column_builder.h"
#include "normalize/inference.h"
#include "normalize/normalizer.h"
#include "normalize/table_tree.h"
#include "orders.h"

namespace {

using namespace decant;

constexpr std::size_t kOrders = 2'000;

const bench::Orders& orders() {
  static const bench::Orders made = bench::make_orders(kOrders);
  return made;
}

std::string_view record_text(const bench::Orders& page, std::size_t i) {
  return std::string_view(page.text).substr(page.spans[i].begin, page.spans[i].end - page.spans[i].begin);
}

std::vector<json::Document> parsed_orders() {
  json::Parser parser;
  std::vector<json::Document> documents(kOrders);
  for (std::size_t i = 0; i < kOrders; ++i) {
    if (!parser.parse_in_place(record_text(orders(), i), documents[i])) std::abort();
  }
  return documents;
}

/// Counts what the loop of a benchmark asks for.
class Measured {
 public:
  explicit Measured(benchmark::State& state) : state_(state), before_(bench::allocations()) {}
  ~Measured() {
    const auto records = static_cast<double>(state_.iterations()) * static_cast<double>(kOrders);
    state_.SetBytesProcessed(
        static_cast<std::int64_t>(static_cast<std::size_t>(state_.iterations()) * orders().bytes()));
    state_.counters["allocations/record"] = static_cast<double>(bench::allocations() - before_) / records;
  }
  Measured(const Measured&) = delete;
  Measured& operator=(const Measured&) = delete;

 private:
  benchmark::State& state_;
  std::uint64_t before_;
};

/// A schema and a store in which the orders' columns may be known already.
struct Target {
  Target() { hints.name = "orders"; }
  void begin() {
    store.emplace(std::filesystem::temp_directory_path() / ("decant-bench-" + random_hex(6)), std::size_t{4} << 30);
    auto made = normalize::Normalizer::make(schema, hints, "1700000000.5", *store, findings, {});
    if (!made) std::abort();
    normalizer = std::move(*made);
  }
  void add() {
    const auto& page = orders();
    if (!normalizer->add({.sequence = {}, .page = 0, .text = page.text, .records = page.spans, .constants = nullptr}))
      std::abort();
  }

  schema::Schema schema{"shop"};
  schema::ResourceHints hints;
  normalize::Findings findings;
  std::optional<normalize::BatchStore> store;
  std::unique_ptr<normalize::Normalizer> normalizer;
};

void parse(benchmark::State& state) {
  json::Parser parser;
  json::Document document;
  if (!parser.parse_in_place(record_text(orders(), 0), document)) std::abort();
  const Measured measured(state);
  for ([[maybe_unused]] auto unused : state) {
    for (std::size_t i = 0; i < kOrders; ++i)
      benchmark::DoNotOptimize(parser.parse_in_place(record_text(orders(), i), document));
  }
}
BENCHMARK(parse)->Unit(benchmark::kMillisecond);

/// The walk through keys alone: what a key leads to, no value is taken.
void walk_keys(normalize::TableTree& tree, normalize::Shape& shape, const json::Node& object) {
  std::size_t predicted = 0;
  for (const auto member : object.members()) {
    auto field = tree.field(shape, member.key, predicted);
    if (member.value.is_object()) {
      walk_keys(tree, tree.object_of(shape, **field), member.value);
    } else if (member.value.is_array()) {
      auto elements = tree.elements_of(shape, **field);
      for (const auto element : member.value.items()) walk_keys(tree, **elements, element);
    } else {
      benchmark::DoNotOptimize(tree.slot_of(shape, **field));
    }
  }
}

void flatten(benchmark::State& state) {
  const auto documents = parsed_orders();
  Target target;
  target.begin();
  normalize::Coercion coercion;
  const auto naming = schema::NamingConvention::snake_case(0);
  const normalize::WriterContext context{.schema = target.schema,
                                         .naming = naming,
                                         .store = *target.store,
                                         .findings = target.findings,
                                         .coercion = coercion};
  normalize::TableTree tree(context);
  auto& root = tree.add_root("orders");
  for (const auto& document : documents) walk_keys(tree, root, document.root());
  const Measured measured(state);
  for ([[maybe_unused]] auto unused : state) {
    for (const auto& document : documents) walk_keys(tree, root, document.root());
  }
}
BENCHMARK(flatten)->Unit(benchmark::kMillisecond);

/// The scalars of all orders.
std::vector<json::Node> scalars_of(const std::vector<json::Document>& documents) {
  std::vector<json::Node> scalars;
  const auto collect = [&](const auto& self, const json::Node& value) -> void {
    for (const auto member : value.members()) self(self, member.value);
    for (const auto item : value.items()) self(self, item);
    if (!value.is_object() && !value.is_array() && !value.is_null()) scalars.push_back(value);
  };
  for (const auto& document : documents) collect(collect, document.root());
  return scalars;
}

void infer(benchmark::State& state) {
  const auto documents = parsed_orders();
  const auto scalars = scalars_of(documents);
  const std::vector<schema::Detection> detections = {schema::Detection::iso_timestamp};
  const Measured measured(state);
  for ([[maybe_unused]] auto unused : state) {
    for (const auto& value : scalars) benchmark::DoNotOptimize(normalize::infer_type(value, detections, 0));
  }
}
BENCHMARK(infer)->Unit(benchmark::kMillisecond);

void coerce(benchmark::State& state) {
  const auto documents = parsed_orders();
  const auto scalars = scalars_of(documents);
  const std::vector<schema::Detection> detections = {schema::Detection::iso_timestamp};
  std::vector<schema::DataType> types;
  types.reserve(scalars.size());
  for (const auto& value : scalars) types.push_back(normalize::infer_type(value, detections, 0));
  normalize::Coercion coercion;
  const Measured measured(state);
  for ([[maybe_unused]] auto unused : state) {
    for (std::size_t i = 0; i < scalars.size(); ++i) {
      normalize::Cell cell;
      benchmark::DoNotOptimize(coercion.coerce(scalars[i], types[i], cell));
    }
  }
}
BENCHMARK(coerce)->Unit(benchmark::kMillisecond);

/// The ids of all rows of all orders, several at a time; then one after the other with OpenSSL.
void ids(benchmark::State& state) {
  RowIdHasher hasher;
  std::vector<RowId> made(64);
  const bool several = state.range(0) != 0;
  const Measured measured(state);
  for ([[maybe_unused]] auto unused : state) {
    for (std::size_t i = 0; i < kOrders; ++i) {
      const std::size_t rows = i % 4 + 3;
      for (std::size_t row = 0; row < rows; ++row) {
        const std::string_view text("aBcDeFgHiJkLmN_orders__products_1", 33);
        if (several) {
          hasher.queue(text, made[row]);
        } else {
          hasher.hash(text, std::span<char, kRowIdLength>(made[row]));
        }
      }
      hasher.finish();
      benchmark::DoNotOptimize(made.data());
    }
  }
}
BENCHMARK(ids)->ArgName("several")->Arg(1)->Arg(0)->Unit(benchmark::kMillisecond);

void append(benchmark::State& state) {
  const auto documents = parsed_orders();
  const auto scalars = scalars_of(documents);
  normalize::ColumnBuilder texts(schema::DataType::text);
  normalize::ColumnBuilder numbers(schema::DataType::bigint);
  const Measured measured(state);
  for ([[maybe_unused]] auto unused : state) {
    std::size_t row = 0;
    for (const auto& value : scalars) {
      if (value.is_string()) {
        texts.set_text(row++, value.text());
      } else {
        numbers.set_fixed(row++, value.token().integer);
      }
    }
    benchmark::DoNotOptimize(texts.take(row));
    benchmark::DoNotOptimize(numbers.take(row));
  }
}
BENCHMARK(append)->Unit(benchmark::kMillisecond);

/// All of it: text to batches, all columns known, row ids included.
void normalize_known(benchmark::State& state) {
  Target target;
  target.begin();
  target.add();
  const Measured measured(state);
  for ([[maybe_unused]] auto unused : state) {
    target.add();
    state.PauseTiming();
    if (state.iterations() % 8 == 0) {
      if (!target.normalizer->finish()) std::abort();
    }
    state.ResumeTiming();
  }
}
BENCHMARK(normalize_known)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
