"""50 changes a second reach 10,000 public clients in under 300 ms, gathered by 100 ms, on 60 % of a core.

All clients follow one unit that gets 50 messages a second. Judged is the worse of two p99s: over what was
delivered, the age of the stamp it carried; and over the messages sent, the time until the *last* client had
it or a newer one (a message that was gathered into a later one is not excused). Two more readers merge the
patches into the document they began with and must end with the snapshot.
"""

from __future__ import annotations

import json
import tempfile
import threading
import time
import urllib.request
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kotinos.live.patch import apply as patched

from . import figures
from .crowd import Crowd, gathered
from .loader import loading
from .processes import Meter, told
from .sender import GAMES, UNITS, Line, Post, make_games, paced
from .served import Server, ServerError, serving
from .trial import ROUNDS, SECONDS, method

CLIENTS, RATE = 10_000, 50.0
P99_MS, FRONT_SHARE = 300.0, 0.60
KEPT = 0.98
"""Of the rate: a publisher that cannot keep it up measures something else."""
DRAIN = 2.0
TOPIC = f"unit/{UNITS[0]}"
PATH = f"/live/{GAMES}?topic={TOPIC}&audience=public"


class Reader(threading.Thread):
    """One more client: a document, kept up by what the stream tells."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        answer = server.client.get(f"/snap/{GAMES}/{TOPIC}")
        self.document: Any = answer.json()
        after = answer.headers["x-kotinos-seq"]
        self._stream = urllib.request.urlopen(f"{server.url}{PATH}&after={after}", timeout=60)
        self.start()

    def run(self) -> None:
        """Merge until the stream ends."""
        for line in self._stream:
            if line.startswith(b"data: "):
                change = json.loads(line[len(b"data: ") :])
                if "patch" in change:
                    self.document = patched(self.document, change["patch"])


def block(line: Line, post: Post, first: int) -> dict[int, int]:
    """Messages for so long; when each was sent."""
    sent = {}
    for number, _ in enumerate(paced(RATE, SECONDS), first):
        sent[number] = time.monotonic_ns()
        post.send(line.message(sent[number], number))
    return sent


def of_block(raw: array[int], sent: Mapping[int, int]) -> dict[str, float]:
    """Milliseconds of one block."""
    chosen = array("Q")
    for place in range(0, len(raw), 3):
        if raw[place + 2] & 0xFFFFFFFF in sent:
            chosen.extend(raw[place : place + 3])
    late = figures.late(figures.by_number(chosen), sent)
    everybody = figures.everybody_has(chosen, sent, CLIENTS)
    lasted = (max(sent.values()) - min(sent.values())) / 1e9 or 1.0
    return {
        "p50": figures.percentile(late, 0.5), "p99": figures.percentile(late, 0.99),
        "all_p50": figures.percentile(everybody.values(), 0.5),
        "all_p99": figures.percentile(everybody.values(), 0.99),
        "reached": float(len(everybody)), "sent": float(len(sent)),
        "rate": (len(sent) - 1) / lasted, "frames": len(late) / CLIENTS / lasted,
    }  # fmt: skip


def served(server: Server) -> tuple[list[dict[int, int]], list[dict[str, float]], Crowd, bool]:
    """All blocks on one server: what was sent, shares of a core, the stopped crowd, last states right."""
    post, line = Post(server, server.key()), Line(UNITS[0])
    make_games(post, server, [line])
    blocks, shares, number = [], [], 1
    with gathered("conflate", server.port, CLIENTS, [PATH]) as crowd:
        readers = [Reader(server) for _ in range(2)]
        meter = Meter({**server.processes(), "(clients)": crowd.pid})
        with loading(server.port, f"/{GAMES}/") as pages:
            for _ in range(ROUNDS):
                meter.start()
                blocks.append(block(line, post, number))
                shares.append(meter.shares())
                time.sleep(DRAIN)
                number += len(blocks[-1])
        seen = crowd.stop()
        snapshot = server.snapshot(GAMES, TOPIC)
        right = (
            all(reader.document == snapshot for reader in readers)
            and f"S={number - 1:08d};" in json.dumps(snapshot)
            and seen["newest"] == CLIENTS
            and seen["last"] == number - 1
        )
    post.close()
    print(f"  {pages}")
    return blocks, shares, crowd, right


def run() -> tuple[str, bool]:
    """Measure; holds when time, share and last states do."""
    print(method())
    try:
        with tempfile.TemporaryDirectory(prefix="kotinos-conflate-") as data, serving(Path(data)) as server:
            blocks, shares, crowd, right = served(server)
    except ServerError as error:
        return str(error), False
    raw = crowd.deliveries()
    rows = [of_block(raw, sent) for sent in blocks]
    for row, share in zip(rows, shares, strict=True):
        print("  " + ", ".join(f"{name} {value:.1f}" for name, value in row.items()) + f" | {told(share)}")
    return judged(rows, shares, crowd.figures, right)


def judged(
    rows: list[dict[str, float]], shares: list[dict[str, float]], seen: Mapping[str, Any], right: bool
) -> tuple[str, bool]:
    """The verdict of all blocks."""
    age = figures.median(row["p99"] for row in rows)
    everybody = figures.median(row["all_p99"] for row in rows)
    fronts = [sum(used for name, used in share.items() if name.startswith("front")) for share in shares]
    front = figures.median(fronts)
    reached = all(row["reached"] == row["sent"] for row in rows)
    clean = not any(seen[name] for name in ("doubled", "disordered", "stale_ids", "resyncs", "closed_early"))
    others = {
        name: figures.median(share[name] for share in shares)
        for name in shares[0]
        if not name.startswith(("front", "("))
    }
    out = figures.median(row["frames"] for row in rows)
    rate = figures.median(row["rate"] for row in rows)
    words = (
        f"N={CLIENTS}, {rate:.1f} a second in (of {RATE:.0f}), {out:.1f} out to each: "
        f"p99 {age:.0f} ms as delivered, {everybody:.0f} ms until the last client has it or newer "
        f"(under {P99_MS:.0f}); front {100 * front:.0f} % of a core (at most {100 * FRONT_SHARE:.0f}), "
        f"beside it {told(others)}; last state {'right' if right else 'WRONG'} at "
        f"{seen['newest']} of {CLIENTS}, doubled {seen['doubled']}, out of order {seen['disordered']}"
    )
    held = max(age, everybody) < P99_MS and front <= FRONT_SHARE and rate >= RATE * KEPT
    return words, held and right and reached and clean
