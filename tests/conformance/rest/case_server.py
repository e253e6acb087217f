"""An HTTP server that answers from a case and keeps every request. How it matches: member `format` of rest-cases.json."""

import http.server
import json
import threading
import urllib.parse

# What every client sends in its own way; no case speaks of them.
STANDARD_HEADERS = {"host", "user-agent", "accept", "accept-encoding", "connection", "content-length"}
NO_BODY = {204, 304}


def query_of(text):
    """A query string as a decoded multi-map: repeated names as lists, blank values kept."""
    names = urllib.parse.parse_qs(text, keep_blank_values=True)
    return {name: values if len(values) > 1 else values[0] for name, values in names.items()}


def body_of(raw, content_type):
    """{"json": …} of a JSON body, {"body": …} of any other, {} of none."""
    if not raw:
        return {}
    text = raw.decode("utf-8", "surrogateescape")
    return {"json": json.loads(text)} if content_type.startswith("application/json") else {"body": text}


class Request:
    """A request in the form of the cases: `entry` has method, path, query, json or body, and non-standard headers."""

    def __init__(self, handler):
        path, _, query = handler.path.partition("?")
        raw = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.raw = raw.decode("utf-8", "surrogateescape")
        self.headers = {name: value for name, value in headers.items() if name not in STANDARD_HEADERS}
        self.entry = {"method": handler.command, "path": path, "query": query_of(query)}
        self.entry.update(body_of(raw, headers.get("content-type", "")))
        if self.headers:
            self.entry["headers"] = self.headers

    def matches(self, response):
        wanted = (response.get("method", "GET"), response["path"])
        if wanted != (self.entry["method"], self.entry["path"]):
            return False
        if response.get("query") is not None and response["query"] != self.entry["query"]:
            return False
        if "when_json" in response and response["when_json"] != self.entry.get("json"):
            return False
        if "when_body" in response and response["when_body"] != self.raw:
            return False
        return all(self.headers.get(name.lower()) == value for name, value in response.get("when_headers", {}).items())


class CaseServer:
    def __init__(self):
        self.lock = threading.Lock()
        self.responses, self.requests = [], []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def answer(self):
                status, headers, body = outer.answer(Request(self))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status not in NO_BODY:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if status not in NO_BODY:
                    self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.base_url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def play(self, responses):
        """From now on answers with `responses`; the requests so far are forgotten."""
        with self.lock:
            self.responses = [{"left": response.get("times"), **response} for response in responses]
            self.requests = []

    def answer(self, request):
        with self.lock:
            self.requests.append(request.entry)
            for response in self.responses:
                if response["left"] != 0 and request.matches(response):
                    if response["left"] is not None:
                        response["left"] -= 1
                    return self.rendered(response)
        # No case expects this status, so that the request without an answer shows up as a difference.
        return 418, {"Content-Type": "application/json"}, b'{"error": "the case has no answer to this request"}'

    @staticmethod
    def rendered(response):
        headers = dict(response.get("headers", {}))
        if "content-type" not in {name.lower() for name in headers}:
            headers["Content-Type"] = "application/json"
        if "body" not in response:
            return response["status"], headers, b""
        text = response["body"] if response.get("raw") else json.dumps(response["body"], ensure_ascii=False)
        return response["status"], headers, text.encode("utf-8", "surrogateescape")

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
