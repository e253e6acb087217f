#include "json/write.h"
#include "source/rest/rest_source.h"
#include "source/rest/rest_source_fixture.h"

namespace decant::source::rest {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(RestSourceTest, HintsDefaultsAndSelection) {
  const std::string yaml = R"(type: rest_api
name: shop
max_table_nesting: 3
client: {base_url: "http://h.test", paginator: single_page}
resource_defaults:
  primary_key: id
  write_disposition: merge
  endpoint: {params: {limit: 10, sort: a}}
  columns: [{name: a, data_type: text, primary_key: true}, {name: c, partition: true}]
resources:
  - name: r
    table_name: tbl
    write_disposition: {disposition: merge, strategy: delete-insert}
    merge_key: [m1, m2]
    references: [{columns: [a], referenced_table: t, referenced_columns: [id]}]
    max_table_nesting: 1
    columns: {a: {data_type: bigint}, c: {data_type: timestamp, x-decant-timezone: UTC}, d: {data_type: double}}
    nested_hints:
      prices__campaigns: {columns: {price: {data_type: decimal}}, schema_contract: freeze}
      returns: {primary_key: [id], write_disposition: replace}
    endpoint: {params: {sort: null}}
  - {name: s, primary_key: null, selected: false}
  - t
)";
  const auto source = make(yaml);
  ASSERT_TRUE(source) << to_string(source.error());
  EXPECT_EQ((*source)->name(), "shop");
  const auto& resources = (*source)->resources();
  ASSERT_EQ(resources.size(), 2U);
  EXPECT_EQ(
      json::write(resources[0].to_json()),
      R"({"name":"r","table_name":"tbl","write_disposition":"merge","primary_key":["id"],"merge_key":["m1","m2"],)"
      R"("columns":[{"name":"a","data_type":"bigint"},)"
      R"({"name":"c","data_type":"timestamp","partition":true,"x-decant-timezone":"UTC"},{"name":"d","data_type":"double"}],)"
      R"("nested_hints":[{"path":["prices","campaigns"],"columns":[{"name":"price","data_type":"decimal"}],)"
      R"("properties":{"schema_contract":"freeze"}},)"
      R"({"path":["returns"],"columns":[],"primary_key":["id"],"properties":{"write_disposition":"replace"}}],"max_table_nesting":1,)"
      R"("properties":{"x-merge-strategy":"delete-insert","references":[{"columns":["a"],"referenced_table":"t","referenced_columns":["id"]}]}})");
  EXPECT_EQ(resources[1].name, "t");
  EXPECT_EQ(resources[1].max_table_nesting, 3);

  selected = {"s"};
  ASSERT_TRUE(make(yaml));
  EXPECT_EQ((*make(yaml))->resources().at(0).name, "s");
  EXPECT_NE((*make(yaml))->fingerprint(), (*source)->fingerprint());
  selected = {"r1"};
  EXPECT_THAT(make(yaml).error().message, HasSubstr("no resource `r1`"));
}

TEST_F(RestSourceTest, FingerprintIsOfRequestsNotOfKeys) {
  const auto fingerprint = [&](const std::string& key, const std::string& param, const std::string& primary) {
    const auto source =
        make("client: {base_url: 'http://h.test', paginator: json_link, auth: {type: api_key, api_key: " + key +
             "}}\nresources: [{name: p, primary_key: " + primary + ", endpoint: {params: {a: " + param + "}}}]\n");
    EXPECT_TRUE(source);
    return source ? (*source)->fingerprint() : "";
  };
  EXPECT_EQ(fingerprint("first-key-123", "1", "id"), fingerprint("other-key-123", "1", "uid"));
  EXPECT_NE(fingerprint("first-key-123", "1", "id"), fingerprint("first-key-123", "2", "id"));
}

TEST_F(RestSourceTest, WhatIsNotServedYetOrWrongIsRefusedByName) {
  const auto refused = [&](const std::string& resource,
                           const std::string& client = "base_url: 'http://h.test', paginator: single_page") {
    const auto source = make("client: {" + client + "}\nresources:\n  - {name: p, " + resource + "}\n");
    if (source) return "accepted: " + resource;
    EXPECT_EQ(source.error().kind, ErrorKind::config);
    EXPECT_EQ(source.error().details.file, "t.yaml") << source.error().message;
    return source.error().message + " | " + source.error().hint;
  };
  EXPECT_THAT(refused("schema_contract: {column: freeze}"), HasSubstr("names \"column\""));
  EXPECT_THAT(refused("schema_contract: frozen"), AllOf(HasSubstr("t.yaml:3"), HasSubstr("discard_row")));
  EXPECT_THAT(refused("table_format: iceberg"), AllOf(HasSubstr("t.yaml:3"), HasSubstr("not supported yet")));
  EXPECT_THAT(refused("endpoint: {data_selektor: a}"), HasSubstr("did you mean `data_selector`?"));
  EXPECT_THAT(refused("wirte_disposition: merge"), HasSubstr("did you mean `write_disposition`?"));
  EXPECT_THAT(refused("endpoint: {paginator: offset}"), HasSubstr("limit"));
  EXPECT_THAT(refused("endpoint: {paginator: pagenumber}"), HasSubstr("did you mean `page_number`?"));
  EXPECT_THAT(
      refused("endpoint: {paginator: {type: offset, limit: 1, total_path: null, stop_after_empty_page: false}}"),
      HasSubstr("never ends"));
  EXPECT_THAT(refused("endpoint: {data_selector: 'a['}"), HasSubstr("position 3"));
  EXPECT_THAT(refused("write_disposition: {disposition: merge, strategy: upsert}"), HasSubstr("primary key"));
  EXPECT_THAT(refused("write_disposition: {disposition: merge, strategy: scd3}"), HasSubstr("must be"));
  EXPECT_THAT(refused("write_disposition: {disposition: merge, strategy: scd2, active_record_timestamp: later}"),
              HasSubstr("must be a time"));
  EXPECT_THAT(refused("write_disposition: {disposition: merge, strategy: scd2, validity_column_names: [a]}"),
              HasSubstr("two columns"));
  EXPECT_THAT(refused("nested_hints: {a: {write_disposition: merge}}"), HasSubstr("needs a primary_key or merge_key"));
  EXPECT_THAT(refused("nested_hints: {a: {table_format: delta}}"), HasSubstr("not supported yet"));
  EXPECT_THAT(refused("write_disposition: merg"), HasSubstr("must be append, replace, merge or skip"));
  EXPECT_THAT(refused("columns: {a: {data_type: number}}"), HasSubstr("data_type"));
  EXPECT_THAT(refused("endpoint: {}", "base_url: h.test"), HasSubstr("not an http or https URL"));
  EXPECT_THAT(
      refused("endpoint: {}",
              "base_url: 'http://h.test', paginator: single_page, auth: {type: api_key, location: cookie, api_key: k}"),
      HasSubstr("cookie"));
  EXPECT_THAT(refused("endpoint: {}", "base_url: 'http://h.test', paginator: single_page, auth: bearer"),
              HasSubstr("client.auth.token"));
  EXPECT_THAT(error_of("client: {base_url: 'http://h.test', paginator: single_page}\nresources: [p, p]\n").message,
              HasSubstr("`p` stands above"));
  EXPECT_THAT(error_of("client: {base_url: 'http://h.test'}\nresources: []\nmore: 1\n").message,
              HasSubstr("t.yaml:3: unknown key `more`"));
  EXPECT_THAT(error_of("client: {base_url: 'http://h.test'}\nresources: x\n").message, HasSubstr("must be a list"));
}

TEST_F(RestSourceTest, TheMistakesOfThePublishedCentraExampleAreNamed) {
  const Error error = error_of(
      "client:\n  base_url: https://store.centra.com/\n  auth:\n    type: api_key\n    api_key: "
      "some-long-key\nresources: [products]\n");
  EXPECT_EQ(error.kind, ErrorKind::config);
  EXPECT_THAT(error.message, HasSubstr("t.yaml:2: `client.base_url` is the store's domain"));
  EXPECT_THAT(error.hint, HasSubstr("/api/order-api"));
  ASSERT_EQ(error.further.size(), 1U);
  EXPECT_THAT(error.further[0].message, HasSubstr("t.yaml:4: `client.auth` sends the key in the header Authorization"));
  EXPECT_THAT(error.further[0].hint, HasSubstr("API-Authorization"));
  EXPECT_THAT(to_string(error), Not(HasSubstr("some-long-key")));
}

}  // namespace
}  // namespace decant::source::rest
