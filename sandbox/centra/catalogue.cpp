#include "sandbox/centra/catalogue.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <span>

#include "sandbox/data/random.h"

namespace decant::sandbox {
namespace {

constexpr std::int64_t kFirstProductId = 101;
constexpr std::int64_t kFirstStockItemId = 3001;
constexpr std::int64_t kCatalogueAgeDays = 1095;

struct Kind {
  std::string_view sku;
  std::string_view name;
  std::string_view category;
  std::string_view harm_code;
  std::string_view harm_description;
  std::int64_t price;
  std::int64_t weight;
  std::size_t size_chart;
};

struct Colour {
  std::string_view name;
  std::string_view sku;
};

struct Size {
  std::optional<std::string_view> name;
  std::string_view sku;
};

constexpr std::array<Kind, 8> kKinds{{
    {"TEE", "Tee", "Tops / Tees", "6109100010", "T-shirts, of cotton", 299, 17, 0},
    {"SHI", "Shirt", "Tops / Shirts", "6206300090", "Blouses & shirts, of cotton", 749, 30, 0},
    {"JKT", "Jacket", "Outerwear / Jackets", "0620193000", "Anoraks \"wind-jackets\"", 2499, 120, 0},
    {"TRS", "Trousers", "Bottoms / Trousers", "6203423100", "Trousers of denim", 1199, 65, 1},
    {"SKO", "Sneaker", "Shoes", "6404110000", "Sports footwear", 1599, 100, 2},
    {"KID", "Overall", "Kids", "6111209000", "", 549, 40, 3},
    {"BAG", "Bag", "Accessories / Bags", "4202220000", "Handbags", 899, 55, 4},
    {"GFT", "Gift card", "Accessories", "", "", 500, 0, 5},
}};

constexpr std::array<Colour, 7> kColours{{
    {"Black", "BLK"},
    {"White", "WHT"},
    {"Black/White", "BLW"},
    {"Grön", "GRN"},
    {"Bleu céleste", "BLU"},
    {"Rust", "RST"},
    {"Crème", "CRM"},
}};

constexpr std::array<Size, 5> kLetterSizes{{{"XS", "XS"}, {"S", "S"}, {"M", "M"}, {"L", "L"}, {"XL", "XL"}}};
constexpr std::array<Size, 4> kWaistSizes{{{"28/32", "2832"}, {"30/32", "3032"}, {"32/32", "3232"}, {"34/34", "3434"}}};
constexpr std::array<Size, 5> kShoeSizes{
    {{"38", "038"}, {"39", "039"}, {"40", "040"}, {"41 ½", "041H"}, {"43", "043"}}};
constexpr std::array<Size, 3> kKidSizes{{{"3/4", "34"}, {"5/6", "56"}, {"7/8", "78"}}};
constexpr std::array<Size, 1> kOneSize{{{"One Size", ""}}};
constexpr std::array<Size, 1> kNoSize{{{std::nullopt, ""}}};

constexpr std::array<std::span<const Size>, 6> kSizeCharts{kLetterSizes, kWaistSizes, kShoeSizes,
                                                           kKidSizes,    kOneSize,    kNoSize};

constexpr std::array<std::string_view, 8> kModels{"Fjäll", "Håkan",  "Nordö", "Loft",
                                                  "Ätran", "Señora", "Łódź",  "Plain"};
constexpr std::array<std::string_view, 4> kBrands{"Acme", "Norr & Söner", "Ørsted Works", "Atelier Noël"};
constexpr std::array<std::string_view, 4> kCollections{"SS23", "AW23", "SS24", "Core / Basics"};
constexpr std::array<std::string_view, 3> kFolders{"Folder 1 / Folder 2", "Apparel", "Archive / 2023"};
constexpr std::array<std::string_view, 5> kOrigins{"PT", "SE", "IT", "CN", ""};

// The thirteen digits of an EAN. They begin with a zero: read as a number one would be lost.
std::string ean_of(std::int64_t stock_item_id) {
  std::string digits = fmt::format("0731{:08}", stock_item_id % 100'000'000);
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
  digits += static_cast<char>('0' + (10 - sum % 10) % 10);
  return digits;
}

LocalTime moment_between(Random& random, LocalTime from, LocalTime to) {
  return from + random.between(0, to.seconds - from.seconds);
}

Product make_product(Random& random, const Kind& kind, std::int64_t id, LocalTime clock) {
  Product product;
  product.id = id;
  product.sku = fmt::format("{}{}", kind.sku, id);
  product.name = fmt::format("{} {}", random.pick(kModels), kind.name);
  product.internal_name = fmt::format("{} ({})", product.name, product.sku);
  if (!random.chance(12)) product.brand = random.pick(kBrands);
  if (!random.chance(20)) product.collection = random.pick(kCollections);
  if (!random.chance(35)) product.folder = random.pick(kFolders);
  product.category = kind.category;
  product.country_of_origin = random.pick(kOrigins);
  product.harm_code = kind.harm_code;
  product.harm_description = kind.harm_description;
  product.weight_unit = random.chance(10) ? "lb" : "kg";
  product.weight = Money{random.chance(15) ? 0 : kind.weight};
  product.price = Money{(kind.price + random.between(-2, 8) * 50) * 100};
  product.created = moment_between(random, clock - kCatalogueAgeDays * kSecondsPerDay, clock);
  product.modified = moment_between(random, product.created, clock);
  product.non_ascii = random.chance(50) ? NonAscii::raw : NonAscii::escaped;
  product.traits = random.next();
  return product;
}

void fill_stock(Random& random, Item& item, const Product& product, LocalTime clock) {
  item.active = !random.chance(10);
  item.allocated = random.chance(40) ? 0 : random.between(0, 30);
  item.available = random.chance(15) ? 0 : random.between(0, 120);
  item.stock_modified = moment_between(random, product.created, clock);
}

}  // namespace

Catalogue::Catalogue(const StoreOptions& options)
    : first_items_(std::max({options.products, options.stock, std::size_t{1}})) {
  const Drift drift(options);
  items_.reserve(drift.grown(first_items_));
  std::size_t first_products = 0;
  for (unsigned version = 0; version <= drift.version(); ++version) {
    const std::size_t wanted = Drift::grown(first_items_, version);
    while (items_.size() < wanted) add_product(options, drift, wanted);
    if (version == 0) first_products = products_.size();
  }
  note_revisions(drift, first_products);
}

void Catalogue::add_product(const StoreOptions& options, const Drift& drift, std::size_t wanted_items) {
  const std::size_t index = products_.size();
  Random random(options.seed, Stream::product, index);
  const Kind& kind = random.pick(kKinds);
  products_.push_back(make_product(random, kind, kFirstProductId + static_cast<std::int64_t>(index), options.clock));
  const Revision born = drift.birth(items_.size(), first_items_);
  if (born.added) products_.back().created = products_.back().modified = born.time;
  products_.back().revision = born;
  const std::size_t variants = random.below(3) + 1;
  const std::size_t first_colour = random.below(kColours.size());
  for (std::size_t variant = 0; variant < variants; ++variant, ++next_variant_id_) {
    const Colour& colour = kColours[(first_colour + variant) % kColours.size()];
    for (const Size& size : kSizeCharts[kind.size_chart]) {
      Item item;
      item.stock_item_id = kFirstStockItemId + static_cast<std::int64_t>(items_.size());
      item.variant_id = next_variant_id_;
      item.product = index;
      item.variant = colour.name;
      item.variant_sku = variants == 1 ? "" : colour.sku;
      item.size = size.name;
      item.size_sku = size.sku;
      if (!random.chance(4)) item.ean = ean_of(item.stock_item_id);
      if (random.chance(30)) item.upc = fmt::format("{:012}", random.below(99'999'999'999));
      fill_stock(random, item, products_.back(), options.clock);
      if (born.added) item.stock_modified = born.time;
      if (items_.size() < wanted_items) items_.push_back(std::move(item));
    }
  }
}

// An item is touched by what touches its stock, and by what touches its product.
void Catalogue::note_revisions(const Drift& drift, std::size_t first_products) {
  for (std::size_t index = 0; index < first_products; ++index) {
    Product& product = products_[index];
    product.revision = drift.revision(Stream::product, index, first_products);
    if (product.revision.changed()) product.modified = product.revision.time;
  }
  for (std::size_t index = 0; index < items_.size(); ++index) {
    Item& item = items_[index];
    const Revision& of_product = product_of(item).revision;
    item.revision = drift.revision(Stream::item, index, first_items_);
    if (item.revision.added || item.revision.time < of_product.time) item.revision = of_product;
    if (item.revision.version > 0) item.stock_modified = item.revision.time;
  }
}

}  // namespace decant::sandbox
