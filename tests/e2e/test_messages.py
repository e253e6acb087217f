"""The full text of what is said where a first attempt fails, each made by really failing: against the store of the sandbox, servers
that are wrong, and hosts that are not there. DECANT_APPROVE=1 writes the texts down anew."""

import os
import re
import ssl
import subprocess
import unittest
from pathlib import Path

from harness import KEY, Case, free_port

APPROVED = Path(__file__).parent / "approved"


class Messages(Case):
    def approve(self, result, name=None):
        """Compares standard error and exit code with the text that was approved; ports, folders and ids do not count."""
        text = result.err.replace(str(self.folder), "FOLDER")
        text = re.sub(r"(127\.0\.0\.1|localhost):\d+", r"\1:PORT", text)
        text = re.sub(r"\b\d{10}\.\d{6}\b", "LOAD_ID", text)
        text = re.sub(r"older_than=[^& ]+", "older_than=TIME", text)
        text += f"exit {result.code}\n"
        file = APPROVED / f"{name or self.id().rpartition('.test_')[2]}.txt"
        if os.environ.get("DECANT_APPROVE") == "1":
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        self.assertEqual(text, file.read_text(encoding="utf-8") if file.exists() else "")

    def meet(self, base_url, key=KEY, source="  timezone: UTC\n  resources: [orders]", code=1, environment=None):
        """A run of the Centra source that is about to fail."""
        config = self.centra_config(base_url, source=source, key=key)
        self.approve(self.decant("run", config, "--progress", "none", code=code, environment=environment))

    # --- the store refuses

    def test_wrong_key(self):
        self.meet(self.sandbox("--orders", "5").base_url, key="some-other-key")

    def test_wrong_key_from_secrets(self):
        self.write(".dlt/secrets.toml", '[sources.centra]\napi_key = "some-other-key"\n')
        self.meet(self.sandbox("--orders", "5").base_url, key=None)

    def test_wrong_key_from_environment(self):
        self.meet(self.sandbox("--orders", "5").base_url, key=None, environment={"SOURCES__CENTRA__API_KEY": "some-other-key"})

    def test_refused_key(self):
        self.meet(self.serve('{"status":"no","msg":"This key is blocked."}', 403).base_url + "/api/order-api")

    def test_endpoint_not_ticked(self):
        self.meet(self.sandbox("--setting", "disabled=orders").base_url)

    def test_too_many_requests(self):
        self.meet(self.sandbox("--rate", "1/1000s", "--retry-after", "none", "--orders", "5").base_url)

    def test_too_long_a_pause(self):
        self.meet(self.server(lambda _: (429, {"Retry-After": "86400"}, b"")).base_url + "/api/order-api")

    def test_status_no(self):
        params = "  timezone: UTC\n  resources:\n    - name: shipments\n      endpoint: { params: { status: sent } }"
        self.meet(self.sandbox("--orders", "5").base_url, source=params)

    # --- another address

    def test_wrong_path(self):
        self.meet(self.sandbox("--orders", "5").base_url.replace("order-api", "order"))

    def test_web_page(self):
        page = self.serve("<!doctype html>\n<title>Shop</title>", headers={"Content-Type": "text/html; charset=utf-8"})
        self.meet(page.base_url + "/shop")

    def test_graphql_address(self):
        self.meet("https://store.centra.com/graphql", code=2)

    def test_bare_domain(self):
        self.meet("store.centra.com", code=2)

    def test_address_of_another_page(self):
        self.meet("https://store.centra.com/admin", code=2)

    # --- nobody there

    def test_unknown_host(self):
        self.meet("https://no-such-store.invalid/api/order-api")

    def test_nobody_listens(self):
        self.meet(f"http://127.0.0.1:{free_port()}/api/order-api")

    def test_time_out(self):
        environment = {"RUNTIME__REQUEST_TIMEOUT": "0.3", "RUNTIME__REQUEST_MAX_ATTEMPTS": "2"}
        self.meet(self.server(lambda _: None).base_url + "/api/order-api", environment=environment)

    def test_certificate_of_nobody(self):
        files = [self.folder / "key.pem", self.folder / "certificate.pem"]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", files[0], "-out", files[1]],
            check=True, capture_output=True)
        api = self.serve("{}")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files[1], files[0])
        api.server.socket = context.wrap_socket(api.server.socket, server_side=True)
        self.meet(api.base_url.replace("http://127.0.0.1", "https://localhost") + "/api/order-api")

    def test_no_https_there(self):
        self.meet(self.serve("{}").base_url.replace("http:", "https:") + "/api/order-api")

    # --- what is configured

    def test_selector_stock(self):
        store = self.sandbox("--stock", "5")
        source = "  timezone: UTC\n  resources:\n    - name: stock\n      endpoint: { data_selector: stock }"
        config = self.centra_config(store.base_url, source=source)
        self.approve(self.run_ok(config))
        self.assertEqual(self.count(config, "stock"), 5)

    def published(self, base_url, auth):
        """dlt's published example of a Centra source, as YAML."""
        return self.write(
            "example.yaml",
            "client:\n"
            f"  base_url: {base_url}\n"
            "  auth:\n"
            "    type: api_key\n"
            f"{auth}"
            f"    api_key: {KEY}\n"
            "resources:\n"
            "  - name: products\n"
            "    endpoint: { path: products, data_selector: products }\n"
            "  - name: orders\n"
            "    endpoint: { path: orders, data_selector: orders }\n",
        )

    def test_published_example(self):
        config = self.published("https://store.centra.com", "")
        self.approve(self.decant("run", config, code=2))
        document = self.decant("run", config, "--json", code=2).out
        self.assertIn('"further"', document)

    def test_published_example_corrected(self):
        store = self.sandbox("--products", "5", "--orders", "7")
        config = self.published(store.base_url, "    name: API-Authorization\n")
        self.run_ok(config)
        self.assertEqual((self.count(config, "products"), self.count(config, "orders")), (5, 7))

    # --- any other API

    def test_any_api_wrong_key(self):
        api = self.serve('{"message":"Bad credentials"}', 401)
        config = self.rest_config(api.base_url)
        config.write_text(config.read_text().replace("paginator: single_page", "paginator: single_page, auth: { type: bearer, token: some-token }"))
        self.approve(self.decant("run", config, code=1))

    def test_any_api_not_found(self):
        self.approve(self.decant("run", self.rest_config(self.serve("", 404).base_url), code=1))


if __name__ == "__main__":
    unittest.main()
