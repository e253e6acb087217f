"""Stands between decant and a PostgreSQL server, and cuts the connection once."""

import socket
import threading

COMMIT = b"COMMIT\0"


class Proxy:
    """Listens on a port of this machine. `cut`: (`before`, COMMIT): when the client sends that, which the server then never sees;
    (`after`, COMMIT): when the server has answered it, which the client then never sees; (`bytes`, N): when the client has sent so
    many. Whatever comes after the one cut is passed on."""

    def __init__(self, server, cut):
        self.server, self.cut, self.sent, self.was_cut = server, cut, 0, False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def stop(self):
        self.listener.close()

    def accept(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(str(self.server))
            except OSError:
                client.close()
                continue
            pair = Pair(self, client, server)
            threading.Thread(target=pair.from_client, daemon=True).start()
            threading.Thread(target=pair.from_server, daemon=True).start()

    def kind(self):
        return None if self.was_cut else self.cut[0]


class Pair:
    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server, self.waits_for_answer = proxy, client, server, False

    def close(self):
        for end in (self.client, self.server):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()

    def cut(self):
        self.proxy.was_cut = True
        self.close()

    def from_client(self):
        try:
            while data := self.client.recv(65536):
                kind = self.proxy.kind()
                self.proxy.sent += len(data)
                if kind == "before" and self.proxy.cut[1] in data or kind == "bytes" and self.proxy.sent >= self.proxy.cut[1]:
                    return self.cut()
                self.waits_for_answer = kind == "after" and self.proxy.cut[1] in data
                self.server.sendall(data)
        except OSError:
            pass
        self.close()

    def from_server(self):
        try:
            while data := self.server.recv(65536):
                if self.waits_for_answer:
                    return self.cut()
                self.client.sendall(data)
        except OSError:
            pass
        self.close()
