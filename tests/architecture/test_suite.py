"""The suite's own rules can fail: required kinds may not skip, no test leaves this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from . import measure

SKIPPING = "import pytest\n\n@pytest.mark.real\ndef test_a():\n    pytest.skip('no server')\n"
WHOLE = "import pytest\n\npytest.skip('no module', allow_module_level=True)\n"


def outcome(folder: Path, text: str, required: str) -> int:
    """Exit code of a suite of one file that has our conftest."""
    shutil.copy(measure.ROOT / "tests" / "conftest.py", folder / "conftest.py")
    (folder / "test_one.py").write_text(text + "\ndef test_b():\n    pass\n")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    real: x\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:cacheprovider", str(folder)]
    environment = {**os.environ, "KOTINOS_REQUIRE": required}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    return done.returncode


@pytest.mark.parametrize(("required", "code"), [("", 0), ("browser", 0), ("real,browser", 1)])
def test_skip_of_a_required_kind_is_a_failure(tmp_path: Path, required: str, code: int) -> None:
    assert outcome(tmp_path, SKIPPING, required) == code


def test_module_that_skips_itself_is_a_failure_where_anything_is_required(tmp_path: Path) -> None:
    assert outcome(tmp_path, WHOLE, "real") != 0


def test_no_test_reaches_another_machine() -> None:
    with socket.socket() as sock, pytest.raises(RuntimeError, match="stay on this machine"):
        sock.connect(("192.0.2.1", 80))
