"""The house keeps its limits and contracts; figures, and the hops of one read and one write.

Hops are the files of ours that a request opens: counted by tracing the real thing, a request for the
home page through the site and a message through the intake, on databases made for the run.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.architecture import measure

FILE_P95, FILE_HARD, FUNCTION_P95, FUNCTION_HARD = 250, 400, 30, 50


def contracts() -> tuple[int, int]:
    """Import contracts kept and broken."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    out = subprocess.run(command, cwd=measure.ROOT, capture_output=True, text=True, check=False).stdout
    line = next(line for line in out.splitlines() if line.startswith("Contracts:"))
    words = line.replace(",", "").split()
    return int(words[1]), int(words[3])


def hops(which: str) -> list[str]:
    """Files of ours that one request opens, in order; measured in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.hops_trace", which],
        cwd=measure.ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.split()


def run() -> tuple[str, bool]:
    """Measure the source as it stands."""
    sources = {name: path.read_text("utf-8") for name, path in measure.modules().items()}
    files = [measure.code_lines(text.splitlines()) for text in sources.values()]
    functions = [size for text in sources.values() for _, size in measure.function_lines(text)]
    rings = measure.cycles(measure.graph())
    annotated = measure.annotated_share(sources.values())
    proven = [package for package in measure.PURE_PACKAGES if measure.property_tests(package)]
    kept, broken = contracts()
    read, write = hops("read"), hops("write")
    print("a read of the home page opens: ", " ".join(read))
    print("a message at POST /odf opens:  ", " ".join(write))
    figures = (
        f"{len(files)} files p95 {measure.p95(files)} max {max(files)} lines; "
        f"{len(functions)} functions p95 {measure.p95(functions)} max {max(functions)}; "
        f"{len(rings)} import rings; {annotated:.1f} % annotated; "
        f"property tests in {len(proven)} of {len(measure.PURE_PACKAGES)} pure packages; "
        f"{kept} contracts kept, {broken} broken; hops: read {len(read)}, write {len(write)}"
    )
    holds = (
        measure.p95(files) <= FILE_P95 and max(files) <= FILE_HARD
        and measure.p95(functions) <= FUNCTION_P95 and max(functions) <= FUNCTION_HARD
        and not rings and annotated == 100 and len(proven) == len(measure.PURE_PACKAGES) and not broken
    )  # fmt: skip
    return figures, holds
