"""One config as YAML, JSON and TOML: the same requests from all three, byte for byte, and the same rows."""

import json
import unittest

from harness import Case

YAML = """\
# Comments and both styles, as people write them.
pipeline: { name: NAME, destination: duckdb, dataset: shop_data }
source:
  type: rest_api
  client:
    base_url: BASE/v1/
    headers: { X-Shop: "a: b, {{c}}", X-Plain: plain }
    auth: { type: api_key, name: X-Key, api_key: not-so-secret }
    paginator:
      type: json_link
      next_url_path: links.next
  resource_defaults:
    primary_key: id
    endpoint: { params: { limit: 2 } }
  resources:
    - name: orders
      endpoint:
        path: orders/{shop}/list
        params:
          shop: a b
          since: 2024-01-01
          at: 2024-01-01T10:00:00Z
          open: café ☕
          flag: true
          ratio: 0.5
          big: 12345678901234
          states: [new, 'paid & sent', "3"]
          empty: ""
          quoted: "012"
    - name: lines
      include_from_parent: [id]
      endpoint: "orders/{resources.orders.id}/lines"
    - name: search
      endpoint:
        method: POST
        path: search
        data_selector: hits
        paginator: single_page
        json:
          text: "say \\"{{hi}}\\""
          deep: { list: [1, 2.5, true, {k: v}], none_here: "null" }
          multi: |
            first
            second
"""

SOURCE = {
    "type": "rest_api",
    "client": {
        "base_url": "BASE/v1/",
        "headers": {"X-Shop": "a: b, {{c}}", "X-Plain": "plain"},
        "auth": {"type": "api_key", "name": "X-Key", "api_key": "not-so-secret"},
        "paginator": {"type": "json_link", "next_url_path": "links.next"},
    },
    "resource_defaults": {"primary_key": "id", "endpoint": {"params": {"limit": 2}}},
    "resources": [
        {
            "name": "orders",
            "endpoint": {
                "path": "orders/{shop}/list",
                "params": {
                    "shop": "a b", "since": "2024-01-01", "at": "2024-01-01T10:00:00Z", "open": "café ☕", "flag": True,
                    "ratio": 0.5, "big": 12345678901234, "states": ["new", "paid & sent", "3"], "empty": "", "quoted": "012",
                },
            },
        },
        {"name": "lines", "include_from_parent": ["id"], "endpoint": "orders/{resources.orders.id}/lines"},
        {
            "name": "search",
            "endpoint": {
                "method": "POST", "path": "search", "data_selector": "hits", "paginator": "single_page",
                "json": {
                    "text": 'say "{{hi}}"',
                    "deep": {"list": [1, 2.5, True, {"k": "v"}], "none_here": "null"},
                    "multi": "first\nsecond\n",
                },
            },
        },
    ],
}

TOML = """\
[pipeline]
name = "NAME"
destination = "duckdb"
dataset = "shop_data"

[source]
type = "rest_api"

[source.client]
base_url = "BASE/v1/"
headers = { X-Shop = "a: b, {{c}}", X-Plain = "plain" }

[source.client.auth]
type = "api_key"
name = "X-Key"
api_key = "not-so-secret"

[source.client.paginator]
type = "json_link"
next_url_path = "links.next"

[source.resource_defaults]
primary_key = "id"
endpoint.params.limit = 2

[[source.resources]]
name = "orders"

[source.resources.endpoint]
path = "orders/{shop}/list"

[source.resources.endpoint.params]
shop = "a b"
since = 2024-01-01
at = 2024-01-01T10:00:00Z
open = "caf\\u00e9 ☕"
flag = true
ratio = 0.5
big = 12_345_678_901_234
states = ["new", 'paid & sent', "3"]
empty = ""
quoted = "012"

[[source.resources]]
name = "lines"
include_from_parent = ["id"]
endpoint = "orders/{resources.orders.id}/lines"

[[source.resources]]
name = "search"

[source.resources.endpoint]
method = "POST"
path = "search"
data_selector = "hits"
paginator = "single_page"

[source.resources.endpoint.json]
text = 'say "{{hi}}"'
deep = { list = [1, 2.5, true, { k = "v" }], none_here = "null" }
multi = \"\"\"
first
second
\"\"\"
"""


class ConfigForms(Case):
    def answer(self, path):
        page = {"/v1/search": {"hits": [{"id": 7}]}, "/v1/orders/more": {"data": [{"id": 2}], "links": {"next": None}}}.get(path.partition("?")[0])
        if page is None and path.startswith("/v1/orders/a%20b/list"):
            page = {"data": [{"id": 1}], "links": {"next": f"{self.api.base_url}/v1/orders/more?p=2"}}
        return 200, {}, json.dumps(page or {"data": [{"id": 5, "line": path}]}).encode()

    def run_form(self, suffix, text):
        """The requests and the rows of a run of this text."""
        name = f"shop_{suffix}"
        config = self.write(f"{name}.{suffix}", text.replace("BASE", self.api.base_url).replace("NAME", name))
        self.api.requests.clear()
        self.run_ok(config)
        rows = {table: self.rows(config, table, without=("_dlt_id", "_dlt_load_id")) for table in ("orders", "lines", "search")}
        return list(self.api.requests), rows

    def test_yaml_json_and_toml_ask_the_same(self):
        self.api = self.server(lambda path: self.answer(path))
        document = {"pipeline": {"name": "NAME", "destination": "duckdb", "dataset": "shop_data"}, "source": SOURCE}
        forms = {"yaml": YAML, "json": json.dumps(document, ensure_ascii=False), "toml": TOML}
        seen = {suffix: self.run_form(suffix, text) for suffix, text in forms.items()}
        requests, rows = seen["json"]
        self.assertEqual([(method, path.partition("?")[0]) for method, path, _, _ in sorted(requests)], [
            ("GET", "/v1/orders/1/lines"), ("GET", "/v1/orders/2/lines"), ("GET", "/v1/orders/a%20b/list"), ("GET", "/v1/orders/more"),
            ("POST", "/v1/search"),
        ])
        first = next(path for _, path, _, _ in requests if "/list" in path)
        self.assertEqual(
            sorted(first.partition("?")[2].split("&")),
            sorted("limit=2&since=2024-01-01&at=2024-01-01T10%3A00%3A00Z&open=caf%C3%A9+%E2%98%95&flag=True&ratio=0.5&big=12345678901234"
                   "&states=new&states=paid+%26+sent&states=3&empty=&quoted=012".split("&")),
        )
        for suffix in ("yaml", "toml"):
            # A TOML table has no order of its own worth keeping, and resources may be asked in any order.
            self.assertEqual(comparable(seen[suffix][0]), comparable(requests), suffix)
            self.assertEqual(seen[suffix][1], rows, suffix)


def comparable(requests):
    """The requests without the order in which a mapping's members were written."""
    shown = []
    for method, path, headers, body in requests:
        path, _, query = path.partition("?")
        shown.append((method, path, sorted(query.split("&")), headers, json.loads(body) if body else None))
    return sorted(shown, key=str)


if __name__ == "__main__":
    unittest.main()
