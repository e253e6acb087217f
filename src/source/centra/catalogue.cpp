#include "source/centra/catalogue.h"

#include <algorithm>
#include <optional>

#include "config/document.h"
#include "source/centra/order_api.h"

namespace decant::source::centra {

namespace {

/// Some endpoints give no more rows than this at once.
constexpr std::int64_t kShortPage = 100;

/// What takes the place of a text that is a placeholder.
std::optional<config::Node> value_of(const config::Node& text, const CatalogueValues& values) {
  const std::string& name = text.as_text();
  const config::Location& place = text.location();
  if (name == "{page_size}") return config::Node(place, values.page_size);
  if (name == "{page_size:100}") return config::Node(place, std::min(values.page_size, kShortPage));
  if (name == "{timezone}") return config::Node(place, values.timezone);
  if (name == "{overlap}") return config::Node(place, values.overlap);
  if (name == "{lookback}") return config::Node(place, values.lookback);
  if (name == "{start_date}")
    return values.start_date.empty() ? config::Node(place, nullptr) : config::Node(place, values.start_date);
  return std::nullopt;
}

config::Node fill(config::Node node, const CatalogueValues& values) {
  if (node.is_text()) {
    auto value = value_of(node, values);
    return value ? std::move(*value) : node;
  }
  if (node.is_sequence()) {
    for (auto& item : node.items()) item = fill(std::move(item), values);
  } else if (node.is_mapping()) {
    for (auto& member : node.members()) member.value = fill(std::move(member.value), values);
  }
  return node;
}

}  // namespace

Result<config::Node> catalogue(const CatalogueValues& values) {
  DECANT_TRY(config::Node document,
             config::parse_document(kOrderApi, config::Format::yaml, "decant's catalogue of Centra"));
  return fill(std::move(document), values);
}

}  // namespace decant::source::centra
