"""Search of an olympic Games: people found from both spellings in six scripts, also with one and two slips.

The names, teams and schedule of an olympic rehearsal (11,000 people and more, 4,000 units) are folded into
documents, and the site's own index is made of them. Then made-up questions (seeded) are asked of it: for up
to ``EACH`` people of each script, the whole name in its own script and in Latin letters, in any order, as it
is, with one slip and with two. A slip is a letter left out, doubled, another one in its place, or changed
over with its neighbour, in a word of four letters or more (of Hangul: a letter of a syllable; of Han: one
character of three or more, and never two slips). People of one name are one: nobody could tell which is
meant. *Found* is who stands among the first ten.

Beside it, in turns: a plain scan, ``question in name`` over the same spellings. The ratio of the medians, in
processor time so that other programs do not count, says what the index costs or saves.
"""

from __future__ import annotations

import os
import tempfile
import time
import tracemalloc
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from random import Random
from statistics import median, quantiles

import msgspec

from kotinos.games.terms import OrganisationView, ParticipantLine
from kotinos.kit.scripts import EAST, script
from kotinos.live.fold import Fold
from kotinos.live.terms import Snapshot
from kotinos.rehearsal.api import plan, stream

EACH = 120
"""People of a script whose names are asked for."""

FIRST = 10
SCRIPTS = ("Latin", "Han", "Hangul", "Arabic", "Cyrillic", "Greek", "Japanese")
CALLED = {"": "Latin", "Latn": "Latin", "Hani": "Han", "Hang": "Hangul", "Arab": "Arabic", "Cyrl": "Cyrillic",
          "Grek": "Greek"}  # fmt: skip
NAMES = ("DT_CODES", "DT_PARTIC", "DT_PARTIC_TEAMS", "DT_SCHEDULE")
BARS = (1.0, 0.95, 0.85)
"""How many must be found with none, one and two slips."""

RATIO = 3.0
"""What the median of a question may cost, in plain scans."""


class Asked(msgspec.Struct, frozen=True):
    """A question, the name of who is meant, the script of the question, and how many slips it has."""

    text: str
    name: str
    script: str
    slips: int


def documents() -> dict[str, bytes]:
    """The documents of the Games' evening before."""
    fold = Fold("WORLD")
    for timed in stream(plan("olympic")):
        kind = timed.message.header.document_type
        if kind == "DT_RESULT":
            break
        if kind in NAMES:
            fold.apply(timed.message)
    return {document.topic: document.body for document in fold.flush().documents}


class Shelf:
    """Documents in memory, as the site reads them."""

    def __init__(self, bodies: dict[str, bytes]) -> None:
        self.bodies = bodies

    def snapshot(self, games: str, topic: str) -> Snapshot | None:
        """One document."""
        body = self.bodies.get(topic)
        return Snapshot(games, topic, body, "", "bench", 1) if body else None

    def snapshots(self, games: str, topics: Sequence[str]) -> dict[str, bytes]:
        """Many documents."""
        return {topic: self.bodies[topic] for topic in topics if topic in self.bodies}

    def topics(self, games: str, start: str) -> list[str]:
        """Topics that begin so."""
        return [topic for topic in self.bodies if topic.startswith(start)]

    def changed(self, games: str, epoch: str, after: int) -> tuple[str, int, set[str] | None]:
        """Nothing changes here."""
        return "bench", 1, set() if epoch == "bench" else None


def questions(people: Sequence[ParticipantLine], rng: Random) -> list[Asked]:
    """Made-up questions for people of every script."""
    by_script: dict[str, list[ParticipantLine]] = defaultdict(list)
    for person in people:
        japanese = person.organisation == "JPN" and bool(person.local_name)
        by_script["Japanese" if japanese else CALLED.get(script(person.local_name), "")].append(person)
    found = []
    for kind in SCRIPTS:
        for person in rng.sample(by_script[kind], min(EACH, len(by_script[kind]))):
            for text in filter(None, (person.name, person.local_name)):
                of = "Latin" if script(text) == "Latn" else kind
                for slips in (0, 1, 2):
                    if mistaken := _mistaken(rng, text, slips):
                        found.append(Asked(mistaken, person.name, of, slips))
    return found


def _mistaken(rng: Random, text: str, slips: int) -> str:
    """A name with its words in any order and so many slips in it; "" where it is too short for them."""
    east = script(text) in EAST
    words = [unicodedata.normalize("NFD", word) if script(text) == "Hang" else word for word in text.split()]
    rng.shuffle(words)
    if east and script(text) != "Hang" and (slips > 1 or (slips and len(text) < 3)):
        return ""
    least = 3 if east else 4
    for _ in range(slips):
        able = [at for at, word in enumerate(words) if len(word) >= least * (slips if len(words) == 1 else 1)]
        if not able:
            return ""
        at = rng.choice(able)
        words[at] = _slip(rng, words[at], text, swap=east)
    return unicodedata.normalize("NFC", " ".join(words))


def _slip(rng: Random, word: str, letters: str, *, swap: bool) -> str:
    at = rng.randrange(len(word) - 1)
    pool = [one for one in unicodedata.normalize("NFD", letters) if one.isalpha() and one != word[at]] or [
        "a"
    ]
    ways = [word[:at] + rng.choice(pool) + word[at + 1 :]]
    if not swap:
        ways += [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    return rng.choice(ways)


def timed(call: Callable[[], object]) -> float:
    """Seconds of processor time of a call: other programs of the machine do not count."""
    begun = time.thread_time()
    call()
    return time.thread_time() - begun


def run() -> tuple[str, bool]:
    """Ask all questions of the index and of a plain scan."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"KOTINOS_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "kotinos.site.settings"}
        import django

        django.setup()
        return _run(Shelf(documents()))


def _run(shelf: Shelf) -> tuple[str, bool]:
    from kotinos.games.search import key, plain, words
    from kotinos.site.web import read
    from kotinos.site.web.find.finders import Finder

    read.live = shelf  # type: ignore[assignment]
    tracemalloc.start()
    weighed = Finder("WORLD")
    weighed.find("nobody at all", 1)
    memory = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    words.cache_clear()
    key.cache_clear()
    finder = Finder("WORLD")
    making = timed(lambda: finder.find("nobody at all", 1))
    entries = finder._index.entries.values()
    scanned = [plain(name) for entry in entries for name in entry.names]
    people = [
        line
        for topic in shelf.topics("WORLD", "organisation/")
        for line in msgspec.json.decode(shelf.bodies[topic], type=OrganisationView).participants.values()
        if line.kind != "T"
    ]
    asked = questions(people, Random("search"))
    print(
        f"{len(people):,} people, {len(entries):,} entries, {len(scanned):,} spellings; "
        f"{len(asked):,} questions"
    )
    print(f"made in {making:.2f} s; {memory:.0f} MB, its caches among them")
    return _told(finder, asked, scanned, plain)


def _told(
    finder: object, asked: list[Asked], scanned: list[str], plain: Callable[[str], str]
) -> tuple[str, bool]:
    counts: dict[tuple[str, int], list[bool]] = defaultdict(list)
    ours, walls, scans = [], [], []
    for one in asked:
        begun, now = time.thread_time(), time.perf_counter()
        hits = finder.find(one.text, 50)  # type: ignore[attr-defined]
        ours.append(time.thread_time() - begun)
        walls.append(time.perf_counter() - now)
        text = plain(one.text)
        scans.append(timed(lambda text=text: [name for name in scanned if text in name]))
        counts[one.script, one.slips].append(one.name in [card.name for _, card in hits[:FIRST]])
    print("found among the first ten, by script of the question and slips:")
    for kind in SCRIPTS:
        row = [counts[kind, slips] for slips in (0, 1, 2)]
        print(f"  {kind:9}" + "".join(f"{sum(r):5} of {len(r):4}" if r else "      –      " for r in row))
    shares = []
    for slips in (0, 1, 2):
        every = [each for kind in SCRIPTS for each in counts[kind, slips]]
        shares.append(sum(every) / len(every))
    p50, p95, scan = median(ours), quantiles(ours, n=20)[-1], median(scans)
    print(f"processor: a question p50 {p50 * 1e3:.2f} ms, p95 {p95 * 1e3:.2f} ms; a scan {scan * 1e3:.2f} ms")
    print(f"by the clock, beside whatever else runs: p50 {median(walls) * 1e3:.2f} ms")
    exact = all(all(counts[kind, 0]) and counts[kind, 0] for kind in SCRIPTS)
    holds = exact and all(map(float.__ge__, shares, BARS)) and p50 <= RATIO * scan
    told = ", ".join(f"{share:.1%} with {slips}" for slips, share in enumerate(shares))
    return f"found {told} slips; p50 {p50 * 1e3:.2f} ms = {p50 / scan:.2f} plain scans", holds
