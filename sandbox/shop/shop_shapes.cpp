#include "sandbox/shop/shop_shapes.h"

#include <fmt/core.h>

#include <string>

#include "sandbox/data/json_writer.h"
#include "sandbox/data/random.h"
#include "sandbox/shop/shop_words.h"

namespace decant::sandbox::shop {
namespace {

constexpr std::size_t kBytesPerCell = 26;
constexpr std::size_t kBytesPerElement = 60;
constexpr std::size_t kBytesPerSmallRow = 120;
constexpr std::size_t kForkedLevels = 3;

void write_cell(JsonWriter& json, Random& random, const ShopOptions& options, std::size_t column) {
  const std::string name = fmt::format("column_{:03}", column);
  switch (column % 5) {
    case 0: json.integer(name, random.between(0, 1'000'000)); return;
    case 1: json.text(name, random.pick(kGoods)); return;
    case 2: json.money(name, Money{random.between(0, 1'000'000)}); return;
    case 3: json.boolean(name, random.chance(50)); return;
    default: json.text(name, zulu_text(options.clock - random.between(0, kSecondsPerDay)));
  }
}

void write_level(JsonWriter& json, Random& random, std::size_t level, std::size_t levels) {
  json.integer("amount", random.between(0, 1000));
  json.text("label", random.pick(kColours));
  if (level == levels) return;
  json.begin_list("parts");
  for (std::size_t i = 0; i < (level <= kForkedLevels ? 2 : 1); ++i) {
    json.begin_object();
    write_level(json, random, level + 1, levels);
    json.end_object();
  }
  json.end_list();
}

void write_what_drifted(JsonWriter& json, Random& random, std::size_t row) {
  const std::int64_t size = random.between(1, 99);
  if (row % 3 == 0) {
    json.text("size", fmt::format("{} pieces", size));
  } else {
    json.integer("size", size);
  }
  json.decimal("ratio", random.between(1, 9999), 3);
  json.begin_list("marks");
  json.begin_object();
  json.text("mark", random.pick(kGoods));
  json.end_object();
  json.end_list();
}

}  // namespace

ShopList make_wide(const ShopOptions& options) {
  return make_list("wide", options.wide_rows, options.wide_columns * kBytesPerCell,
                   [&](std::string& out, std::size_t row) {
                     Random random(options.seed, Stream::shape, row);
                     JsonWriter json(out);
                     json.begin_object();
                     json.integer("id", static_cast<std::int64_t>(row) + 1);
                     for (std::size_t column = 1; column < options.wide_columns; ++column) {
                       write_cell(json, random, options, column);
                     }
                     json.end_object();
                   });
}

ShopList make_deep(const ShopOptions& options) {
  const std::size_t elements = options.deep_levels << kForkedLevels;
  return make_list("deep", options.deep_rows, elements * kBytesPerElement, [&](std::string& out, std::size_t row) {
    Random random(options.seed, Stream::shape, row);
    JsonWriter json(out);
    json.begin_object();
    json.integer("id", static_cast<std::int64_t>(row) + 1);
    write_level(json, random, 1, options.deep_levels);
    json.end_object();
  });
}

ShopList make_small_table(const ShopOptions& options, std::size_t number) {
  return make_list(fmt::format("tables/{}", number), options.table_rows, kBytesPerSmallRow,
                   [&](std::string& out, std::size_t row) {
                     Random random(options.seed, Stream::shape, (number << 32U) ^ row);
                     JsonWriter json(out);
                     json.begin_object();
                     json.integer("id", static_cast<std::int64_t>(row) + 1);
                     for (std::size_t column = 1; column <= 4; ++column) write_cell(json, random, options, column);
                     json.end_object();
                   });
}

ShopList make_drift(const ShopOptions& options) {
  return make_list("drift", options.drift_rows, kBytesPerSmallRow, [&](std::string& out, std::size_t row) {
    Random random(options.seed, Stream::shape, row);
    JsonWriter json(out);
    json.begin_object();
    json.integer("id", static_cast<std::int64_t>(row) + 1);
    json.text("title", random.pick(kGoods));
    if (row < options.drift_rows / 2) {
      json.integer("size", random.between(1, 99));
      json.text("former", random.pick(kColours));
    } else {
      write_what_drifted(json, random, row);
    }
    json.end_object();
  });
}

}  // namespace decant::sandbox::shop
