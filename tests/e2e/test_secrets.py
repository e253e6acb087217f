"""No secret is written anywhere: not to outputs, logs and traces, not to the working folder or the dataset. The API echoes
whatever it is sent, in many encodings; a run with masking off shows that what is looked for would be found."""

import base64
import json
import unittest
import urllib.parse

from harness import HAS_FAULTS, Case
from written import found_in

# With characters that URLs, forms, JSON texts or headers write in other ways.
SECRETS = {
    "header": 'header+Pq7/"x=',
    "own_header": "own-header\\Pq8/é",
    "query": "query Pq9/&=+ü",
    "body": 'body{Pq1}"\\/ž',
    "user": "url:Pq2/@pass",
    "client_secret": "client Pq3/+secret",
    "token": "issued.Pq4-token_of/this=",
}
RUNS = [(), ("--progress", "log"), ("--json",)]


def toml(text):
    return json.dumps(text, ensure_ascii=False)


class Secrets(Case):
    def setUp(self):
        super().setUp()
        lines = "".join(f"{name} = {toml(SECRETS[name])}\n" for name in SECRETS if name != "token")
        self.write(".dlt/secrets.toml", f"[planted]\n{lines}")
        self.write(".dlt/config.toml", '[runtime]\nlog_level = "DEBUG"\nhttp_show_error_body = true\n')
        self.left = self.folder / "left"  # all that runs write; what the test itself wrote holds the secrets
        self.environment["DLT_DATA_DIR"] = str(self.left / "data")
        self.environment["DLT_LOCAL_DIR"] = str(self.left)
        self.left.mkdir()
        self.said, self.apis = [], []

    def api(self, *names):
        """An API that knows those secrets, and echoes them and the requests in records, links and error bodies."""
        api = self.server(lambda path, body: self.answer(api, path))
        api.secrets = {name: SECRETS[name] for name in names}
        self.apis.append(api)
        return api

    @staticmethod
    def answer(api, path):
        method, _, headers, sent = api.requests[-1]
        number = len(api.requests)
        echo = {"id": number, "path": path, "method": method, "headers": dict(headers), "sent": sent, **api.secrets}
        address, _, query = path.partition("?")
        if address.endswith("/token"):
            return 200, {}, json.dumps({"access_token": SECRETS["token"], "expires_in": 3600}).encode()
        if address.endswith("/moved"):
            return 307, {"Location": path.replace("/moved", "/there")}, json.dumps(echo).encode()
        if address.endswith("/away"):
            return 302, {"Location": f"http://localhost:1/x?{query}"}, json.dumps(echo).encode()
        if address.endswith("/refused"):
            return 403, {}, json.dumps(echo).encode()
        if address.endswith("/garbled"):
            return 200, {}, ("<html>" + json.dumps(api.secrets, ensure_ascii=False)).encode()
        echo["again"] = json.dumps(echo, ensure_ascii=False)
        echo["encoded"] = [urllib.parse.quote(secret) + " " + urllib.parse.quote_plus(secret) for secret in api.secrets.values()]
        answer = {"items": [echo, {"id": -number}]}
        if "page=2" not in query:
            answer["next"] = f"{api.base_url}{path}{'&' if query else '?'}page=2"
        text = json.dumps(answer, ensure_ascii=number % 2 == 0)
        return 200, {}, (text.replace("/", "\\/") if number % 3 == 0 else text).encode()

    def config(self, name, api, resource, client="", user=""):
        base_url = api.base_url.replace("http://", f"http://{user}")
        return self.write(
            f"{name}.yaml",
            f"pipeline: {{ name: {name}, destination: duckdb, dataset: d }}\n"
            "source:\n"
            "  type: rest_api\n"
            "  client:\n"
            f"    base_url: '{base_url}'\n"
            "    paginator: { type: json_link, next_url_path: next }\n"
            f"{client}"
            "  resources:\n"
            f"    - name: items\n      endpoint: {{ path: items, data_selector: items{resource} }}\n",
        )

    def do(self, *arguments, **options):
        result = self.decant(*arguments, code=None, **options)
        self.said += [result.out, result.err]
        return result

    def plant(self, environment):
        """Runs that carry every secret in every position."""
        keyed, posted = self.api("header", "own_header", "query"), self.api("header", "own_header", "body")
        named, tokened = self.api("user"), self.api("client_secret", "token", "query")
        headers = "    headers: { X-Own: '{secrets.planted.own_header}', X-Key-Id: shown }\n"
        key = "    auth: { type: api_key, name: X-Api-Key, api_key: '{secrets.planted.header}' }\n" + headers
        query = ", params: { key: '{secrets.planted.query}', page_size: 2 }"
        body = ", method: POST, json: { password: '{secrets.planted.body}' }"
        user = f"me:{urllib.parse.quote(SECRETS['user'], safe='')}@"
        oauth = (f"    auth: {{ type: oauth2_client_credentials, access_token_url: '{tokened.base_url}/token', client_id: me, "
                 "client_secret: '{secrets.planted.client_secret}' }\n")
        configs = [
            self.config("keyed", keyed, query, key),
            self.config("posted", posted, body, key),
            self.config("named", named, "", user=user),
            self.config("tokened", tokened, query, oauth),
        ]
        for number, config in enumerate(configs):
            self.do("run", config, *RUNS[number % len(RUNS)], environment=environment)
        for path in ("moved", "away", "refused", "garbled", "there/{wrong"):
            config = self.write(f"{path[:5]}.yaml", configs[0].read_text().replace("path: items", f"path: '{path}'"))
            self.do("run", config, "--json" if path == "refused" else "--progress=log", environment=environment)
            if path == "refused":
                self.do("run", config, environment=environment)
        return configs

    def look_around(self, configs, environment):
        for config in configs:
            name = config.stem
            for command in (("package", name, "--records"), ("package", name, "--json"), ("pipeline", name, "trace"),
                            ("pipeline", name, "state", "--json"),
                            ("sql", config, "SELECT * FROM items", "--json")):
                self.do(*command, environment=environment)

    def written(self, environment):
        configs = self.plant(environment)
        self.look_around(configs, environment)
        return found_in(SECRETS, self.left, *self.said)

    def test_none_is_written(self):
        self.assertEqual(self.written({}), {})
        self.assertGreaterEqual(len(list(self.left.rglob("pages.log"))), 4)
        sent = [urllib.parse.unquote_plus(json.dumps(api.requests, ensure_ascii=False)) for api in self.apis]
        self.assertIn(SECRETS["query"], sent[0])
        self.assertIn(base64.b64encode(f"me:{SECRETS['user']}".encode()).decode(), sent[2])

    @unittest.skipUnless(HAS_FAULTS, "built without fault points")
    def test_each_would_be_found(self):
        found = self.written({"DECANT_UNMASKED": "1"})
        self.assertEqual(set(found), set(SECRETS))
        for name, places in found.items():
            self.assertTrue(any("pages.log" in place for place in places), f"{name}: {places}")
            self.assertTrue(any("output" in place for place in places), f"{name}: {places}")
            self.assertTrue(any("duckdb" in place for place in places), f"{name}: {places}")

    def connections(self, environment):
        """Errors about places whose address holds a password."""
        secret = urllib.parse.quote(SECRETS["user"], safe="")
        api = self.serve('{"items": []}')
        for number, place in enumerate((f"postgresql://me:{secret}@localhost:1/db", f"s3://me:{secret}@bucket/x",
                                        f"mysql://localhost/db?password={secret}")):
            config = self.rest_config(api.base_url)
            config.write_text(config.read_text().replace("destination: duckdb", f"destination: '{place}'"))
            self.do("run", config, *RUNS[number % len(RUNS)], environment=environment)
        config = self.rest_config("http://no-such-host.invalid")
        self.do("run", config, environment={**environment, "HTTP_PROXY": f"http://me:{secret}@127.0.0.1:1"})
        self.do("run", self.rest_config(f"http://me:{secret}@no-such-host.invalid:1"), environment=environment)
        return found_in({"user": SECRETS["user"]}, self.left, *self.said)

    def test_connection_strings(self):
        self.assertEqual(self.connections({}), {})

    @unittest.skipUnless(HAS_FAULTS, "built without fault points")
    def test_connection_strings_would_be_found(self):
        self.assertIn("user", self.connections({"DECANT_UNMASKED": "1"}))


if __name__ == "__main__":
    unittest.main()
