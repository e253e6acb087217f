#include "sandbox/shop/shop.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "sandbox/data/json_writer.h"
#include "sandbox/data/table_rows.h"
#include "sandbox/http/parameters.h"
#include "sandbox/shop/shop_catalogue.h"
#include "sandbox/shop/shop_customers.h"
#include "sandbox/shop/shop_orders.h"
#include "sandbox/shop/shop_shapes.h"

namespace decant::sandbox::shop {
namespace {

constexpr std::string_view kEnd = "]}";

Response refusal(int status, std::string_view message) {
  Response response;
  response.status = status;
  JsonWriter json(response.body);
  json.begin_object();
  json.text("error", message);
  json.end_object();
  return response;
}

/// The rows of `tables/17` are those of table `tables_17`.
std::string table_of(const ShopList& list) {
  std::string name = list.path;
  std::ranges::replace(name, '/', '_');
  return name;
}

/// The page, counted from 1, of the records that changed after a time, or of all.
struct Selected {
  RowSelection rows;
  std::size_t total = 0;
};

Selected select(const ShopList& list, std::optional<LocalTime> after, Window window) {
  if (!after) return {.rows = select_rows(list.table.rows(), window), .total = list.table.rows()};
  const auto is_later = [&](std::size_t row) { return list.updated[row] > after->seconds; };
  const auto total = std::ranges::count_if(list.updated, [&](std::int64_t time) { return time > after->seconds; });
  return {.rows = select_rows(list.table.rows(), window, is_later), .total = static_cast<std::size_t>(total)};
}

/// The time of `updated_after`, which ends with a `Z` as the records' own times do.
std::optional<LocalTime> time_of(const Parameters& parameters) {
  std::string text = parameters.text("updated_after").value_or("");
  if (text.ends_with('Z')) text.pop_back();
  return parse_local_time(text);
}

}  // namespace

Shop::Shop(const ShopOptions& options) : page_limit_(options.page_limit) {
  const auto add = [this](ShopList list) {
    if (list.table.rows() > 0) lists_.push_back(std::move(list));
  };
  add(make_shop_orders(options));
  add(make_shop_products(options));
  add(make_shop_customers(options));
  add(make_shop_stock(options));
  add(make_wide(options));
  add(make_deep(options));
  add(make_drift(options));
  for (std::size_t number = 1; number <= options.tables; ++number) add(make_small_table(options, number));
}

Response Shop::handle(const Request& request) {
  if (request.path == kExpectedPath) {
    Response response;
    response.body = expected_.get([this] { return expected(); });
    response.logged = false;
    return response;
  }
  const std::string_view path = request.path;
  const bool below = path.starts_with(kBasePath) && path.substr(kBasePath.size()).starts_with('/');
  const ShopList* list = below ? find(path.substr(kBasePath.size() + 1)) : nullptr;
  if (list == nullptr) return refusal(404, "There is no such list.");
  return page(*list, request.query);
}

const ShopList* Shop::find(std::string_view path) const {
  const auto found = std::ranges::find(lists_, path, &ShopList::path);
  return found == lists_.end() ? nullptr : &*found;
}

Response Shop::page(const ShopList& list, std::string_view query) const {
  Parameters parameters(query);
  const auto asked = static_cast<std::size_t>(parameters.integer("limit", 1).value_or(INT64_MAX));
  const auto number = static_cast<std::size_t>(parameters.integer("page", 1).value_or(1));
  const std::optional<LocalTime> after = time_of(parameters);
  if (!parameters.faults().empty()) return refusal(400, "A parameter cannot be read.");
  if (parameters.text("updated_after") && (!after || list.updated.empty())) {
    return refusal(400, "updated_after: a time is expected, and a list that tells of changes.");
  }
  const std::size_t limit = std::min(asked, page_limit_);
  const std::size_t offset = number - 1 > Window::kAll / limit ? Window::kAll : (number - 1) * limit;
  const Selected selected = select(list, after, {.offset = offset, .limit = limit});
  Response response;
  response.rows = selected.rows.count;
  response.body = fmt::format(R"({{"page":{},"pages":{},"total":{},"data":[)", number,
                              (selected.total + limit - 1) / limit, selected.total);
  if (selected.rows.runs.size() == 1) {
    response.rest.push_back(list.table.records(selected.rows.runs.front()));
  } else {
    response.body.reserve(response.body.size() + list.table.bytes_of(selected.rows) + kEnd.size());
    list.table.append(response.body, selected.rows);
  }
  response.rest.push_back(kEnd);
  return response;
}

std::string Shop::expected() const {
  std::string out;
  JsonWriter json(out, NonAscii::raw, Slashes::plain);
  json.begin_object();
  json.begin_object("resources");
  for (const ShopList& list : lists_) {
    TableRows rows;
    const std::string name = table_of(list);
    for (std::size_t row = 0; row < list.table.rows(); ++row) count_rows(list.table.row(row), name, rows);
    json.begin_object(name);
    json.text("path", list.path);
    json.integer("records", static_cast<std::int64_t>(list.table.rows()));
    json.begin_object("tables");
    for (const auto& [table, count] : rows) json.integer(table, static_cast<std::int64_t>(count));
    json.end_object();
    json.end_object();
  }
  json.end_object();
  json.end_object();
  return out;
}

}  // namespace decant::sandbox::shop
