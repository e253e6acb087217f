"""What happens to a database server and to the way to it, while decant loads."""

import subprocess
import time

from bench import Disturbed
from contents import check
from places import SERVER
from proxy import COMMIT, Proxy


class CutConnection(Disturbed):
    """The connection is cut once; `cut` as Proxy has it."""

    def __init__(self, bench, place, start, cut):
        super().__init__(bench, place, start, None, {"cut": cut})

    def run(self):
        self.proxy = Proxy(self.place.socket / ".s.PGSQL.5432", self.deaths[0]["cut"])
        try:
            return super().run()
        finally:
            self.proxy.stop()

    def disturb(self, case, environment):
        case.flags = ["--destination", f"postgresql://postgres@127.0.0.1:{self.proxy.port}/{self.place.database(case.folder)}?sslmode=disable"]
        code, out, err = case.load()
        check(code in (0, 1), f"the disturbed run ended with {code}\n{err}{out}")
        check(code == 0 or "hint: " in err, f"an error without a hint\n{err}")
        check(self.proxy.was_cut or environment["cut"][0] == "bytes", "the connection was never cut")
        self.proxy.was_cut = True
        if code == 0:
            self.compare(case)


class ServerDeath(Disturbed):
    """The server dies after so many seconds, and is started again when the run has ended. It serves nobody else meanwhile."""

    def __init__(self, bench, place, start, after):
        super().__init__(bench, place, start, None, {"server dies after": after})

    def disturb(self, case, environment):
        process = case.start("run", "torture.json", "--progress", "none")
        time.sleep(environment["server dies after"])
        subprocess.run([SERVER, "stop", self.place.socket, "immediate"], check=True)
        out, err = process.communicate(timeout=60)
        subprocess.run([SERVER, "again", self.place.socket], check=True)
        check(process.returncode in (0, 1), f"the disturbed run ended with {process.returncode}\n{err}{out}")
        check(process.returncode == 0 or "hint: " in err, f"an error without a hint\n{err}")
        if process.returncode == 0:
            self.compare(case)


def cut_connections(bench, places, chance, at_random):
    for place in places:
        if place.kind == "postgres":
            for start in ("then", "fresh"):
                yield CutConnection(bench, place, start, ("before", COMMIT))
                yield CutConnection(bench, place, start, ("after", COMMIT))
            for number in range(at_random):
                yield CutConnection(bench, place, ("then", "fresh")[number % 2], ("bytes", chance.randint(1, 60_000)))


def server_deaths(bench, places, chance, count):
    for place in places:
        if place.kind == "postgres":
            for number in range(count):
                after = round(chance.uniform(0, 1.2 * bench.calm["postgres"]["seconds"]), 4)
                yield ServerDeath(bench, place, ("then", "fresh")[number % 2], after)
