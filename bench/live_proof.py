"""The live feed: old snapshot + published changes = snapshot taken afterwards, in any permitted order.

1. A whole city rehearsal goes through the fold message by message. A reader that took the first
   snapshot of each topic applies nothing but published patches; its documents must stay equal to the
   snapshots, and at the end to those of one fold of everything at once. Counted by message type.
2. The same messages with repeats, and with every document moved to a random place (bulk and update
   messages of a discipline keep their order), must give the same bytes.
3. The property tests of the fold over made-up messages of every type, with more examples than the suite.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import msgspec

from kotinos.live.fold import Fold
from kotinos.live.fold.apply import DOCUMENTS, FAMILIES
from kotinos.live.patch import apply as patched
from kotinos.odf.message import DAY_FRAME, Message
from kotinos.rehearsal.api import plan, stream

ROOT = Path(__file__).resolve().parent.parent
ORDERS = 5
EXAMPLES = 300
TYPES = DOCUMENTS | set(FAMILIES) | DAY_FRAME


def followed(messages: list[Message]) -> tuple[dict[str, bytes], Counter[str], Counter[str]]:
    """Fold one by one, following patches alone; documents, and changes and mismatches by type."""
    fold = Fold(messages[0].header.games)
    documents: dict[str, Any] = {}
    bodies: dict[str, bytes] = {}
    changes, wrong = Counter[str](), Counter[str]()
    for message in messages:
        fold.apply(message)
        kind = message.header.document_type
        for each in fold.flush().documents:
            changes[kind] += 1
            documents[each.topic] = patched(documents.get(each.topic, {}), msgspec.json.decode(each.patch))
            wrong[kind] += documents[each.topic] != (msgspec.json.decode(each.body) if each.body else None)
            bodies[each.topic] = each.body
    return {topic: body for topic, body in bodies.items() if body}, changes, wrong


def at_once(messages: list[Message]) -> dict[str, bytes]:
    """All documents after one flush."""
    fold = Fold(messages[0].header.games)
    for message in messages:
        fold.apply(message)
    return {each.topic: each.body for each in fold.flush().documents if each.body}


def reordered(messages: list[Message], seed: int) -> list[Message]:
    """Another permitted order, one message in ten twice: entities keep their order within a discipline."""
    chance = random.Random(seed)
    places = list(range(len(messages)))
    chance.shuffle(places)
    shuffled = [messages[place] for place in places]
    queues: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        if message.header.document_type in FAMILIES:
            queues[message.header.document_code].append(message)
    order = {code: iter(queue) for code, queue in queues.items()}
    stream = [
        next(order[m.header.document_code]) if m.header.document_type in FAMILIES else m for m in shuffled
    ]
    for _ in range(len(stream) // 10):
        at = chance.randrange(len(stream))
        stream.insert(chance.randrange(at, len(stream)) + 1, stream[at])
    return stream


def properties() -> str:
    """Run the fold's property tests with more examples; what pytest says last."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "2",
            "tests/live/test_fold.py",
            "tests/live/test_patch.py",
        ],
        cwd=ROOT,
        env={**os.environ, "KOTINOS_EXAMPLES": str(EXAMPLES)},
        capture_output=True,
        text=True,
    )
    return (done.stdout.strip().splitlines() or ["nothing"])[-1].strip("= ")


def run() -> tuple[str, bool]:
    """Measure; the figures, and whether the proof holds."""
    messages = [timed.message for timed in stream(plan("city", 1))]
    documents, changes, wrong = followed(messages)
    seen = Counter(message.header.document_type for message in messages)
    for kind in sorted(TYPES):
        print(f"{kind:26} {seen[kind]:6} messages {changes[kind]:7} changes {wrong[kind]:3} wrong")
    whole = at_once(messages)
    different = sum(whole.get(topic) != documents.get(topic) for topic in whole.keys() | documents.keys())
    small = [timed.message for timed in stream(plan("test", 1))]
    trials = [(messages, 1), *((small, seed) for seed in range(ORDERS * 10))]
    unequal = 0
    for each, seed in trials:
        same = whole if each is messages else at_once(small)
        unequal += at_once(reordered(each, seed)) != same
    told = properties()
    held = not (sum(wrong.values()) or different or unequal) and "failed" not in told and "passed" in told
    missing = sorted(kind for kind in TYPES if not seen[kind])
    print(f"types the rehearsal lacks, covered by the properties: {', '.join(missing) or 'none'}")
    figures = (
        f"{len(messages)} messages of {len(TYPES) - len(missing)} types, {sum(changes.values())} changes, "
        f"{sum(wrong.values())} wrong; {len(documents)} documents, {different} unlike one fold; "
        f"{len(trials)} other orders with repeats, {unequal} unlike; properties x{EXAMPLES}: {told}"
    )
    return figures, held
