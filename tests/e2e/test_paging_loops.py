"""Paging that goes round: the error names the loop, the request and the page. Nothing of a looped page is loaded twice, also
not by the run after the server was mended, however often a run met the loop before."""

import json
import unittest
import urllib.parse

from harness import Case


def query(path):
    return dict(urllib.parse.parse_qsl(path.partition("?")[2]))


class PagingLoops(Case):
    """A store of twelve items, three a page. `broken` and `whole` are functions of path and body that give (page, next)."""

    PAGES = {number: [{"id": 3 * (number - 1) + k} for k in range(3)] for number in (1, 2, 3, 4)}

    def check(self, endpoint, broken, whole, page, request):
        """Two runs meet the loop on `page` at `request`; the third meets the mended server."""
        self.is_whole = False
        rendered = lambda path, body: (200, {}, json.dumps((whole if self.is_whole else broken)(path, body)).encode())
        api = self.server(rendered)
        document = {
            "pipeline": {"name": "shop", "destination": "duckdb", "dataset": "shop_data"},
            "source": {
                "type": "rest_api", "client": {"base_url": api.base_url},
                "resources": [{"name": "items", "endpoint": {"path": "items", "data_selector": "items", **endpoint}}],
            },
        }
        config = self.write("shop.json", json.dumps(document))
        for _ in range(2):
            self.run_fails(config, says=["circle", request, f"page {page} of items"])
            self.assertNothingLoaded(config)
        self.assertLess(len(api.requests), 12, "a loop is found when it closes")
        self.is_whole = True
        self.run_ok(config)
        ids = [row["id"] for row in self.sql(config, "SELECT id FROM items ORDER BY id")]
        self.assertEqual(ids, list(range(12)))

    def links(self, order):
        """An API whose page N links to page order[N]."""
        def answer(path, _):
            number = int(query(path).get("page", 1))
            following = order.get(number)
            return {"items": self.PAGES[number], "next": f"/items?page={following}" if following else None}
        return answer

    LINKS = {"paginator": {"type": "json_link", "next_url_path": "next"}}
    FORWARD = {1: 2, 2: 3, 3: 4}

    def test_the_same_link_again(self):
        self.check(self.LINKS, self.links({1: 2, 2: 2}), self.links(self.FORWARD), 2, "/items?page=2")

    def test_a_link_to_the_first_page(self):
        self.check(
            {**self.LINKS, "params": {"page": 1}}, self.links({1: 2, 2: 1}), self.links(self.FORWARD), 2, "/items?page=1")

    def test_a_cycle_of_three_links(self):
        self.check(self.LINKS, self.links({1: 2, 2: 3, 3: 4, 4: 2}), self.links(self.FORWARD), 4, "/items?page=2")

    def test_a_server_that_ignores_the_offset(self):
        def whole(path, _):
            offset = int(query(path)["offset"])
            return {"items": self.PAGES.get(1 + offset // 3, [])}

        endpoint = {"paginator": {"type": "offset", "limit": 3, "total_path": None}}
        self.check(endpoint, lambda *_: {"items": self.PAGES[1]}, whole, 2, "offset=3")

    def test_a_server_that_ignores_the_page_number(self):
        endpoint = {"paginator": {"type": "page_number", "base_page": 1, "total_path": None}}
        whole = lambda path, _: {"items": self.PAGES.get(int(query(path)["page"]), [])}
        self.check(endpoint, lambda *_: {"items": self.PAGES[1]}, whole, 2, "page=2")

    def test_a_cursor_that_does_not_move(self):
        def answer(moves):
            def by_cursor(path, _):
                number = int(query(path).get("cursor", "c1")[1:])
                return {"items": self.PAGES[number], "meta": {"next": moves.get(number)}}
            return by_cursor

        endpoint = {"paginator": {"type": "cursor", "cursor_path": "meta.next"}}
        self.check(endpoint, answer({1: "c2", 2: "c3", 3: "c3"}), answer({1: "c2", 2: "c3", 3: "c4"}), 3, "cursor=c3")

    def test_a_cursor_in_the_body_that_does_not_move(self):
        def answer(moves):
            def by_cursor(_, body):
                number = json.loads(body).get("page", {}).get("cursor", 1)
                return {"items": self.PAGES[number], "next": moves.get(number)}
            return by_cursor

        endpoint = {
            "method": "POST", "json": {"all": True},
            "paginator": {"type": "cursor", "cursor_path": "next", "cursor_body_path": "page.cursor"},
        }
        self.check(endpoint, answer({1: 2, 2: 2}), answer(self.FORWARD), 2, "POST")

    def test_pages_that_differ_only_in_the_body_are_no_loop(self):
        def whole(_, body):
            number = json.loads(body)["page"]
            return {"items": self.PAGES[number], "pages": 4}

        self.is_whole = True
        api = self.server(lambda path, body: (200, {}, json.dumps(whole(path, body)).encode()))
        config = self.rest_config(
            api.base_url,
            "{ name: items, endpoint: { path: items, method: POST, json: {}, data_selector: items, "
            "paginator: { type: page_number, base_page: 1, page_body_path: page, total_path: pages } } }",
        )
        self.run_ok(config)
        self.assertEqual(self.count(config, "items"), 12)


if __name__ == "__main__":
    unittest.main()
