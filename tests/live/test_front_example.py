"""The example client against a front: it follows, survives cuts and restarts, and ends where the store is."""

from __future__ import annotations

import json
import subprocess
import sys

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.live.patch import apply

from .front_kit import QUICK, eventually, running

VALUES = st.recursive(
    st.integers(0, 3) | st.none(), lambda inner: st.dictionaries(st.sampled_from("ab"), inner, max_size=2)
)


@pytest.fixture(scope="module")
def example(root):
    space = {"__name__": "example"}
    exec(compile((root / "examples" / "follow.py").read_text("utf-8"), "follow.py", "exec"), space)
    return space


@given(VALUES, VALUES)
def test_the_examples_own_merge_is_the_products(example, doc, patch):
    assert example["apply"](doc, patch) == apply(doc, patch)


def test_the_example_follows_through_cuts_and_resyncs(tmp_path, root):
    settings = msgspec.structs.replace(QUICK, ring_changes=5, replay_limit=5, public_ms=0)
    with running(tmp_path, settings) as front:
        front.change("medals", {"count": 0, "gone": 1})
        command = [sys.executable, "examples/follow.py", f"http://127.0.0.1:{front.port}", "G", "medals"]
        with subprocess.Popen(
            command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert json.loads(process.stdout.readline()) == {"count": 0, "gone": 1}
            eventually(lambda: len(front.streams) == 1, 8)
            front.change("medals", {"count": 1})
            assert json.loads(process.stdout.readline()) == {"count": 1}
            cut(front)  # it resumes from the ring
            front.change("medals", {"count": 2})
            assert json.loads(process.stdout.readline()) == {"count": 2}
            eventually(lambda: len(front.streams) == 1, 8)
            cut(front)  # it is gone for too long, and has to fetch again
            for count in range(3, 30):
                front.change("medals", {"count": count})
            assert json.loads(process.stdout.readline()) == {"count": 29}
            eventually(lambda: len(front.streams) == 1, 8)
            front.change("medals", {"count": 30})
            assert json.loads(process.stdout.readline()) == {"count": 30}
            process.terminate()
            process.communicate()


def cut(front):
    """End every stream, as a proxy or a walk through a tunnel would."""
    for stream in tuple(front.streams._open):
        front.front._server.servers[0].get_loop().call_soon_threadsafe(stream.transport.abort)
    eventually(lambda: len(front.streams) == 0)
