"""The machine that benchmarks run on."""

import os
import platform
from pathlib import Path


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def memory_bytes():
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def describe():
    return (f"{os.cpu_count()} processors ({processor()}), {memory_bytes() / 1e9:.0f} GB, {platform.system()} {platform.release()}, "
            f"load {os.getloadavg()[0]:.1f}")
