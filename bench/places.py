"""Where things are: the build that is measured, and what benchmarks keep from one call to the next."""

import os
from pathlib import Path

BENCH = Path(__file__).resolve().parent
TOP = BENCH.parent
BIN = Path(os.environ.get("DECANT_BENCH_BIN", TOP / "build/release/bin")).absolute()
KEPT = Path(os.environ.get("DECANT_BENCH_KEPT", TOP / "build/bench")).absolute()
"""Results, pages, virtual environments and the dataset of a million orders."""
