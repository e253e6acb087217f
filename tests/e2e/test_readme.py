"""The commands of README.md's first session run as they stand there, and show what stands there."""

import os
import re
import shlex
import socket
import subprocess
import unittest
from pathlib import Path

from harness import DECANT, SANDBOX, SECONDS, Case

README = Path(__file__).parents[2] / "README.md"


def session(text):
    """(command, output) of each `$ ` line, with the `> ` lines behind it, of the console block below "A session"."""
    block = re.search(r"## A session\n.*?```console\n(.*?)```", text, re.DOTALL).group(1)
    steps = []
    for part in re.split(r"(?m)^\$ ", block)[1:]:
        command, _, rest = part.partition("\n")
        while rest.startswith("> "):
            line, _, rest = rest.partition("\n")
            command += "\n" + line[2:]
        steps.append((command, rest))
    return steps


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def shape(text):
    """The text without what differs from run to run."""
    text = re.sub(r"\d+\.\d+ seconds", "N seconds", text)
    text = re.sub(r"\d{10}\.\d+", "LOAD_ID", text)
    text = re.sub(r"[\d.]+ [kMGT]?B/s", "N/s", text)
    return re.sub(r"duckdb:///\S+/", "duckdb:///DIR/", text).strip()


class Readme(Case):
    def test_the_session(self):
        self.environment["PATH"] = f"{Path(DECANT).parent}:{Path(SANDBOX).parent}:{self.environment.get('PATH', os.defpath)}"
        steps = session(README.read_text(encoding="utf-8").replace("8642", str(free_port())))
        self.assertGreaterEqual(len(steps), 3)
        folder = self.folder
        for command, expected in steps:
            if command.startswith("cd "):
                folder /= shlex.split(command)[1]
                continue
            if command.endswith("&"):
                server = subprocess.Popen(["bash", "-c", "exec " + command.rstrip("& ")], cwd=folder, env=self.environment,
                                          stdout=subprocess.PIPE, text=True)
                self.addCleanup(server.stdout.close)
                self.addCleanup(server.wait, SECONDS)
                self.addCleanup(server.terminate)
                shown = server.stdout.readline()
            else:
                done = subprocess.run(["bash", "-c", command], cwd=folder, env=self.environment, stdin=subprocess.DEVNULL,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=SECONDS)
                shown = done.stdout
                self.assertEqual(done.returncode, 0, f"{command}\n{shown}")
            self.assertEqual(shape(shown), shape(expected), command)


if __name__ == "__main__":
    unittest.main()
