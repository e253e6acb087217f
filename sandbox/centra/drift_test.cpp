#include "sandbox/centra/drift.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "sandbox/centra/api_caller.h"

namespace decant::sandbox {
namespace {

using simdjson::dom::element;
using Records = std::map<std::string, std::string>;

constexpr std::int64_t kOverlap = 3600;
constexpr std::int64_t kLookBack = 30 * kSecondsPerDay;

// A list that can be asked for what changed: its key, and how a client asks when the last run was at version `clock`.
struct List {
  const char* path;
  const char* key;
  const char* filter;
  /// The field whose largest value the client remembers; null where it remembers when it ran.
  const char* cursor;
  std::int64_t look_back;
  const char* query = "";
};
const std::vector<List> kLists{
    {"products", "stockItemId", "modified", nullptr, kOverlap},
    {"products", "stockItemId", "modified", nullptr, kOverlap, "include=attributes&"},
    {"stock", "stockItemId", "stock_modified", nullptr, kOverlap},
    {"customers", "customerId", "modified", "modified", kOverlap},
    {"orders", "orderId", "newer_than", "orderDate", kLookBack},
    {"shipments", "shipmentId", "newer_than", "shipmentDate", kLookBack},
    {"shipments", "shipmentId", "newer_than", "orderDate", kLookBack, "status=inprogress&"},
    {"shipments", "shipmentId", "newer_than", "orderDate", kLookBack, "status=completed&"},
    {"returns", "returnId", "newer_than", "date", kLookBack},
};

StoreOptions version(unsigned drift, std::uint64_t seed = 1) {
  StoreOptions options;
  options.drift = drift;
  options.seed = seed;
  return options;
}

// The records of a collection by key, with the bytes that are served.
Records records_of(const OrderApi& api, const std::string& path, const char* key, const std::string& query = "") {
  Records records;
  Parameters parameters(query);
  const Found found = api.collection(path)->find(parameters);
  EXPECT_TRUE(parameters.faults().empty()) << query;
  simdjson::dom::parser parser;
  for (std::size_t row = 0; row < found.table->rows(); ++row) {
    if (found.matches && !found.matches(row)) continue;
    const std::string record(found.table->row(row));
    const element document = parser.parse(record);
    const bool is_new = records.emplace(simdjson::minify(document[key]), record).second;
    EXPECT_TRUE(is_new) << path;
  }
  return records;
}

std::string largest(const Records& records, const char* field) {
  std::string largest;
  simdjson::dom::parser parser;
  for (const auto& [key, record] : records) {
    const element document = parser.parse(record);
    largest = std::max(largest, std::string(document[field]));
  }
  return largest;
}

// What a client has that loaded all at `from` and asks at `to` for what changed.
Records after_incremental_run(const List& list, const OrderApi& before, LocalTime ran_at, const OrderApi& after) {
  Records records = records_of(before, list.path, list.key, list.query);
  const LocalTime remembered = list.cursor == nullptr ? ran_at : *parse_local_time(largest(records, list.cursor));
  const std::string bound = format_local_time(remembered - list.look_back);
  for (auto& [key, record] :
       records_of(after, list.path, list.key, std::string(list.query) + list.filter + "=" + bound)) {
    records[key] = record;
  }
  return records;
}

TEST(Drift, is_found_whole_by_a_client_that_asks_for_what_changed) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    for (const auto& [from, to] : {std::pair(0U, 1U), std::pair(0U, 2U), std::pair(1U, 3U), std::pair(2U, 5U)}) {
      const OrderApi before(version(from, seed));
      const OrderApi after(version(to, seed));
      const LocalTime ran_at = Drift(version(from, seed)).now();
      for (const List& list : kLists) {
        EXPECT_EQ(after_incremental_run(list, before, ran_at, after),
                  records_of(after, list.path, list.key, list.query))
            << list.path << "?" << list.query << " from " << from << " to " << to;
      }
    }
  }
}

TEST(Drift, keeps_what_it_does_not_touch_and_removes_nothing) {
  const OrderApi before(version(0));
  const OrderApi after(version(2));
  for (const List& list : kLists) {
    const bool is_shipments = std::string_view(list.path) == "shipments";
    if (is_shipments && !std::string_view(list.query).empty()) continue;  // these two lists grow by what clients report
    const Records old = records_of(before, list.path, list.key, list.query);
    const Records now = records_of(after, list.path, list.key, list.query);
    std::size_t same = 0;
    for (const auto& [key, record] : old) {
      ASSERT_TRUE(now.contains(key)) << list.path;
      if (now.at(key) == record) ++same;
    }
    EXPECT_GT(same, old.size() / 2) << list.path;
    EXPECT_GT(now.size(), old.size()) << list.path;
    EXPECT_TRUE(is_shipments || same < old.size()) << list.path;
  }
}

TEST(Drift, stamps_what_it_touches_after_the_version_before) {
  const Drift drift(version(3));
  const LocalTime start = version(0).clock;
  std::size_t touched = 0;
  for (std::size_t index = 0; index < drift.grown(1000); ++index) {
    const Revision revision = drift.revision(Stream::order, index, 1000);
    EXPECT_EQ(revision.added, revision.version > 0 && drift.birth(index, 1000).version == revision.version);
    if (revision.version == 0) continue;
    ++touched;
    EXPECT_GT(revision.time, start + (revision.version - 1) * kVersionSeconds);
    EXPECT_LT(revision.time, start + revision.version * kVersionSeconds);
  }
  EXPECT_GT(touched, 150U);
  EXPECT_LT(touched, 400U);
  EXPECT_EQ(drift.now(), start + 3 * kVersionSeconds);
  EXPECT_EQ(drift.revision(Stream::order, 0, 1000).version, 0U);
  EXPECT_EQ(drift.revision(Stream::order, 999, 1000).version, 3U)
      << "the last of the beginning changes in every version";
  EXPECT_EQ(drift.grown(0), 0U);
  EXPECT_EQ(drift.grown(5), 8U);
}

// The first values that a load sees decide about the types of columns.
TEST(Drift, keeps_the_first_record_of_lists_that_begin_with_the_oldest) {
  ApiCaller before(version(0));
  ApiCaller after(version(4));
  for (const char* target :
       {"products?limit=1", "stock?limit=1", "customers?limit=1", "orders?limit=1", "shipments?limit=1"}) {
    EXPECT_EQ(records_text(before.get(target)), records_text(after.get(target))) << target;
  }
}

struct NewShape {
  const char* target;
  const char* selector;
  const char* new_field;
  const char* new_list;
  const char* removed;
  FieldTypes changed;
};

TEST(Drift, brings_new_fields_and_later_lists_and_other_types) {
  const std::vector<NewShape> shapes{
      {"products", "products", "materialComposition", "relatedProducts", "metaKeywords", {"active", "is"}},
      {"stock", "products", "incomingStock", "locations", "store", {"active", "is"}},
      {"customers?limit=1000", "customers", "loyaltyLevel", "segments", "gender", {"newsletter", "bs"}},
      {"orders?limit=2000", "orders", "salesChannel", "statusHistory", "accountId", {"hold", "is"}},
      {"shipments?limit=1000", "shipments", "parcelLocker", "parcels", "poNumber", {"hold", "i"}},
      {"returns?limit=1000", "returns", "reason", "refunds", "createdFrom", {"orderId", "i"}},
      {"supplier-orders", "orders", "incoterm", "milestones", "message", {"orderId", "s"}},
      {"supplier-deliveries", "deliveries", "incoterm", "milestones", "message", {"id", "s"}},
  };
  const auto with_page_limit = [](unsigned drift) {
    StoreOptions options = version(drift);
    options.orders = 1500;
    options.page_limit = 10'000;
    return options;
  };
  for (const NewShape& shape : shapes) {
    const auto types = [&](unsigned drift, const char* field) {
      ApiCaller caller(with_page_limit(drift));
      std::set<char> letters;
      for (const element row : caller.rows(shape.target, shape.selector)) letters.insert(type_letter(row[field]));
      return letters;
    };
    EXPECT_EQ(types(0, shape.new_field), std::set<char>{'-'}) << shape.target;
    EXPECT_EQ(types(1, shape.new_field).size(), 2U) << shape.target;
    EXPECT_EQ(types(1, shape.new_list), std::set<char>{'-'}) << shape.target;
    EXPECT_EQ(types(2, shape.new_list), (std::set<char>{'-', 'l'})) << shape.target;
    EXPECT_EQ(types(0, shape.removed), std::set<char>{'s'}) << shape.target;
    EXPECT_EQ(types(2, shape.removed), (std::set<char>{'-', 's'})) << shape.target;
    EXPECT_EQ(types(2, shape.changed.name), std::set<char>(shape.changed.types.begin(), shape.changed.types.end()))
        << shape.target;
  }
}

TEST(Drift, moves_orders_one_step_on_and_makes_shipments) {
  ApiCaller before(version(0));
  ApiCaller after(version(4));
  std::map<std::string, std::string> status;
  for (const element row : before.rows("orders?limit=1000", "orders")) {
    status[std::string(row["orderId"])] = std::string(row["orderStatus"]);
  }
  std::set<std::string> steps;
  for (const element row : after.rows("orders?limit=1000&newer_than=2024-05-03", "orders")) {
    const std::string old = status[std::string(row["orderId"])];
    const std::string now(row["orderStatus"]);
    if (old != now) steps.insert(fmt::format("{}->{}", old, now));
  }
  const std::set<std::string> allowed{"->pending", "->cancelled", "->processing", "pending->confirmed",
                                      "confirmed->processing"};
  for (const std::string& step : steps) EXPECT_TRUE(allowed.contains(step)) << step;
  EXPECT_GT(after.get("shipments?limit=1000").rows, before.get("shipments?limit=1000").rows);
}

}  // namespace
}  // namespace decant::sandbox
