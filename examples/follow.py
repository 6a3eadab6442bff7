"""Follow a topic of a Games live: python examples/follow.py http://127.0.0.1:8000 OG2024 medals"""

import json
import sys
import time

import httpx


def apply(doc, patch):  # a JSON merge patch, RFC 7396
    if not isinstance(patch, dict):
        return patch
    doc = dict(doc) if isinstance(doc, dict) else {}
    doc |= {name: apply(doc.get(name), value) for name, value in patch.items()}
    return {name: value for name, value in doc.items() if name not in patch or patch[name] is not None}


def follow(base, games, topic, point=None):  # the document now, and again after every change, for ever
    while True:
        try:
            if point is None:
                snapshot = httpx.get(f"{base}/snap/{games}/{topic}").raise_for_status()
                doc, point = snapshot.json(), snapshot.headers["X-Kotinos-Seq"]
                yield doc
            where, event = f"{base}/live/{games}?topic={topic}&after={point}", {}
            with httpx.stream("GET", where, timeout=40) as stream:
                for name, _, value in (line.partition(": ") for line in stream.iter_lines()):
                    event[name] = value
                    if name:
                        continue  # an empty line ends an event
                    if event.get("event") == "resync":
                        point = None
                        break
                    if "data" in event:
                        doc = apply(doc, json.loads(event["data"])["patch"])
                        yield doc
                    point, event = event.get("id", point), {}
        except httpx.HTTPError:
            time.sleep(1)


if __name__ == "__main__":
    for document in follow(*sys.argv[1:4]):
        print(json.dumps(document), flush=True)
