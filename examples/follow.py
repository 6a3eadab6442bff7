"""Follow one topic of a Games live: fetch it, apply every change, come back after every cut.

python examples/follow.py http://127.0.0.1:8000 OG2024 medals
"""

import json
import random
import sys
import time

import httpx


def apply(doc, patch):
    """A JSON merge patch (RFC 7396): objects are merged, null removes, anything else replaces."""
    if not isinstance(patch, dict):
        return patch
    doc = dict(doc) if isinstance(doc, dict) else {}
    for name, value in patch.items():
        doc[name] = apply(doc.get(name), value)
        if value is None:
            del doc[name]
    return doc


def events(lines):
    """The events of a stream; one without data only moves the point on."""
    event = {}
    for line in lines:
        name, _, value = line.partition(": ")
        event[name] = value
        if not line:
            yield event
            event = {}


def follow(base, games, topic):
    """Yield the document as it is now, and again after every change, for ever."""
    point = None
    while True:
        try:
            with httpx.Client(base_url=base, timeout=40) as client:
                if point is None:
                    snapshot = client.get(f"/snap/{games}/{topic}").raise_for_status()
                    doc, point = snapshot.json(), snapshot.headers["X-Kotinos-Seq"]
                    yield doc
                wanted = {"topic": topic, "after": point}
                with client.stream("GET", f"/live/{games}", params=wanted) as stream:
                    for event in events(stream.raise_for_status().iter_lines()):
                        point = event.get("id", point)
                        if event.get("event") == "resync":
                            point = None
                            break
                        if event.get("event") == "change":
                            doc = apply(doc, json.loads(event["data"])["patch"])
                            yield doc
        except httpx.HTTPError as error:
            print(f"{error!r}: coming back", file=sys.stderr)
        time.sleep(random.uniform(0.2, 2))


if __name__ == "__main__":
    for document in follow(*sys.argv[1:4]):
        print(json.dumps(document), flush=True)
