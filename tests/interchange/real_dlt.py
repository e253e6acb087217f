"""The real dlt, in processes of its own: one for each version, started when it is first asked and shared by all tests."""

import atexit
import json
import os
import subprocess
from pathlib import Path

HOME = Path(__file__).resolve().parents[2] / "third_party" / "dlt"
VERSIONS = ("1.26", "1.31")
DATA = HOME / "data"
WORKER = Path(__file__).with_name("dlt_worker.py")


def python_of(version):
    python = HOME / version / "bin" / "python"
    if not python.exists():
        raise AssertionError(f"{python} is missing: run ./dev setup")
    return python


class Dlt:
    """One version. What it answers is what dlt_worker.py says; its errors become AssertionError."""

    started = {}

    def __init__(self, version):
        self.version = version
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "LC_ALL", "TMPDIR"}}
        self.process = subprocess.Popen(
            [str(python_of(version)), str(WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**kept, "RUNTIME__LOG_LEVEL": "CRITICAL", "RUNTIME__DLTHUB_TELEMETRY": "false", "HOME": "/nonexistent"},
        )

    @classmethod
    def of(cls, version):
        if version not in cls.started:
            cls.started[version] = cls(version)
            atexit.register(cls.started[version].stop)
        return cls.started[version]

    def ask(self, do, **command):
        self.process.stdin.write(json.dumps({"do": do, **command}, default=str) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"dlt {self.version} ended: {self.process.stderr.read()}")
        answer = json.loads(line)
        if "error" in answer:
            raise AssertionError(f"dlt {self.version}: {answer['error']}")
        return answer["answer"]

    def stop(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.stderr.close()
        self.process.wait(60)
