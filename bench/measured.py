"""Programs that are run to their end while their time and memory are measured."""

import contextlib
import os
import re
import signal
import subprocess
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.05
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")  # colours
TICKS = os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """A program that did not end well: what it was, how it ended and what it said last."""


class TooLarge(Failed):
    """A program that took more memory than it was allowed."""


@dataclass
class Measured:
    """What a program took. Seconds; bytes. `peak` is that of all its processes together."""

    wall: float
    cpu: float
    peak: int
    out: str = ""

    def figures(self):
        kept = asdict(self)
        del kept["out"]
        return kept


def session_of(stat):
    return int(stat.rpartition(")")[2].split()[3])


def processes_of(session):
    """The numbers of the processes that a program and its children are."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if session_of((entry / "stat").read_text()) == session:
                    found.append(int(entry.name))
            except OSError:  # ended meanwhile
                pass
    return found


def resident(process):
    """Bytes of a process, those that it shares with others counted in part."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


class Watch:
    """Looks again and again how much memory the processes of a session take together, where there are several: what the
    kernel remembers is the largest use of the largest one."""

    def __init__(self, session, limit=None):
        self.session, self.limit, self.peak, self.exceeded = session, limit, 0, False
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.ended.wait(SAMPLE_SECONDS):
            processes = processes_of(self.session)
            if len(processes) < 2 and self.limit is None:
                continue
            self.peak = max(self.peak, sum(resident(process) for process in processes))
            if self.limit is not None and self.peak > self.limit:
                self.exceeded = True
                kill_all(processes)
                return

    def stop(self):
        self.ended.set()
        self.thread.join()
        return self.peak


def kill_all(processes):
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def measure(command, folder, environment=None, limit=None, allowed=(0,)):
    """Runs a command to its end. `limit`: bytes that its processes may take together; a watchdog ends those that take more.
    `allowed`: the exit codes that are no failure."""
    folder = Path(folder)
    errors = folder / "stderr.txt"
    with open(errors, "w", encoding="utf-8") as stderr:
        began = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], cwd=folder, env={**os.environ, **(environment or {})},
                                   stdout=subprocess.PIPE, stderr=stderr, text=True, start_new_session=True)
        watch = Watch(process.pid, limit)
        try:
            out = process.stdout.read()
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
        except BaseException:  # the benchmark itself is ended
            kill_all(processes_of(process.pid))
            raise
        finally:
            peak = watch.stop()
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if watch.exceeded:
        raise TooLarge(f"{Path(command[0]).name} took more than {limit / 1e9:.1f} GB and was ended after {wall:.0f} s")
    if process.returncode not in allowed:
        said = errors.read_text(errors="replace").strip().splitlines()[-12:]
        raise Failed(f"{Path(command[0]).name} ended with {process.returncode}: " + "\n".join(ESCAPES.sub("", line) for line in said))
    return Measured(wall, usage.ru_utime + usage.ru_stime, max(usage.ru_maxrss * 1024, peak), out)


def cpu_of(processes):
    """CPU seconds of running processes and of their children that have ended."""
    ticks = 0
    for process in processes:
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICKS
